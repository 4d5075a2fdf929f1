import { Anchor, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ApiError } from '@/api/problem';
import { integrationsQuery } from '@/api/resources';
import type { IntegrationView, UsageView } from '@/api/schema';
import { may } from '@/api/session';
import { useRegistration } from '@/api/useRegistration';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Loading } from '@/components/Loading';
import { Problem } from '@/components/Problem';
import { RegisterSelect } from '@/components/RegisterSelect';
import { Section } from '@/components/Section';
import { SimpleTable } from '@/components/SimpleTable';
import { TwoLines } from '@/components/TwoLines';
import classes from '../parts.module.css';
import { InUseNotice } from './InUseNotice';

const route = getRouteApi('/shell/connections/$connectionId');
const shell = getRouteApi('/shell');

/** The integrations that a connection is registered with. */
export function ConnectionIntegrations() {
  const { connectionId } = route.useParams();
  const { user } = shell.useRouteContext();
  const query = useQuery(integrationsQuery);
  const mayEdit = may(user, 'manager');
  const { registering, deregistering, register, deregister } = useRegistration();
  if (query.data === undefined) {
    return query.error === null ? <Loading /> : <Problem error={query.error} onRetry={() => void query.refetch()} />;
  }

  const registered = query.data.filter(({ connections }) => connections.includes(connectionId));
  const others = query.data.filter(({ connections }) => !connections.includes(connectionId));
  const usage = usageOf(deregistering.error);
  const refused = query.data.find(({ id }) => id === deregistering.variables?.integration);
  return (
    <Section
      title="Integrations"
      description="Where this connection is offered to flows. A flow that uses it registers it by itself."
      action={
        mayEdit &&
        others.length > 0 && (
          <RegisterSelect
            key={others.map(({ id }) => id).join()}
            label="Integration to register with"
            choices={others}
            busy={registering.isPending}
            onRegister={(integration) => {
              register({ integration, connection: connectionId });
            }}
          />
        )
      }
    >
      {registering.error && <ErrorNotice error={registering.error} />}
      {usage && refused ? (
        <InUseNotice integration={refused.name} usage={usage} />
      ) : (
        deregistering.error && <ErrorNotice error={deregistering.error} />
      )}
      {registered.length === 0 ? (
        <p className={classes['none']}>
          It is not registered with any integration yet.{' '}
          {query.data.length === 0 && mayEdit && (
            <Anchor component={Link} to="/integrations" size="sm">
              Create the first integration
            </Anchor>
          )}
        </p>
      ) : (
        <SimpleTable<IntegrationView>
          label="Integrations"
          rows={registered}
          idOf={({ id }) => id}
          columns={[
            {
              key: 'name',
              label: 'Name',
              cell: ({ id, name, description }) => (
                <TwoLines
                  first={
                    <Anchor
                      size="sm"
                      renderRoot={(props) => (
                        <Link to="/integrations/$integrationId" params={{ integrationId: id }} {...props} />
                      )}
                    >
                      {name}
                    </Anchor>
                  }
                  second={description}
                />
              ),
            },
            { key: 'flows', label: 'Flows', from: 'phone', cell: ({ flows }) => flows.length },
            ...(mayEdit
              ? [
                  {
                    key: 'deregister',
                    label: 'Actions',
                    isLabelHidden: true,
                    align: 'right' as const,
                    cell: (row: IntegrationView) => (
                      <Button
                        size="compact-sm"
                        variant="default"
                        aria-label={`Deregister from ${row.name}`}
                        loading={deregistering.isPending && deregistering.variables.integration === row.id}
                        onClick={() => {
                          deregister({ integration: row.id, connection: connectionId });
                        }}
                      >
                        Deregister
                      </Button>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
    </Section>
  );
}

function usageOf(error: unknown): UsageView | null {
  return error instanceof ApiError && error.code === 'in_use'
    ? ((error.details['usage'] as UsageView | undefined) ?? null)
    : null;
}

import { Anchor, Button, NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '@/api/client';
import { ApiError } from '@/api/problem';
import { integrationsQuery } from '@/api/resources';
import type { IntegrationView, UsageView } from '@/api/schema';
import { may } from '@/api/session';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Loading } from '@/components/Loading';
import { Problem } from '@/components/Problem';
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
  const queryClient = useQueryClient();
  const query = useQuery(integrationsQuery);
  const mayEdit = may(user, 'manager');
  const changed = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: ['integrations'] }),
      queryClient.invalidateQueries({ queryKey: ['connections'] }),
    ]);
  const address = (id: string) => ({ params: { path: { id, connectionId } } });
  const register = useMutation({
    mutationFn: (id: string) => api.PUT('/v1/integrations/{id}/connections/{connectionId}', address(id)),
    onSuccess: changed,
  });
  const deregister = useMutation({
    mutationFn: ({ id }: IntegrationView) =>
      api.DELETE('/v1/integrations/{id}/connections/{connectionId}', address(id)),
    onSuccess: changed,
  });
  if (query.data === undefined) {
    return query.error === null ? <Loading /> : <Problem error={query.error} onRetry={() => void query.refetch()} />;
  }

  const registered = query.data.filter(({ connections }) => connections.includes(connectionId));
  const others = query.data.filter(({ connections }) => !connections.includes(connectionId));
  const usage = usageOf(deregister.error);
  return (
    <Section
      title="Integrations"
      description="Where this connection is offered to flows. A flow that uses it registers it by itself."
      action={
        mayEdit &&
        others.length > 0 && (
          <Register
            key={others.map(({ id }) => id).join()}
            integrations={others}
            busy={register.isPending}
            onRegister={(id) => {
              deregister.reset();
              register.mutate(id);
            }}
          />
        )
      }
    >
      {register.error && <ErrorNotice error={register.error} />}
      {usage && deregister.variables ? (
        <InUseNotice integration={deregister.variables.name} usage={usage} />
      ) : (
        deregister.error && <ErrorNotice error={deregister.error} />
      )}
      {registered.length === 0 ? (
        <p className={classes['none']}>It is not registered with any integration yet.</p>
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
                    label: '',
                    align: 'right' as const,
                    cell: (row: IntegrationView) => (
                      <Button
                        size="compact-sm"
                        variant="default"
                        aria-label={`Deregister from ${row.name}`}
                        loading={deregister.isPending && deregister.variables.id === row.id}
                        onClick={() => {
                          register.reset();
                          deregister.mutate(row);
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

interface RegisterProps {
  integrations: readonly IntegrationView[];
  busy: boolean;
  onRegister: (id: string) => void;
}

function Register({ integrations, busy, onRegister }: RegisterProps) {
  const [chosen, setChosen] = useState(integrations[0]?.id ?? '');
  return (
    <div className={classes['row']}>
      <NativeSelect
        aria-label="Integration to register with"
        data={integrations.map(({ id, name }) => ({ value: id, label: name }))}
        value={chosen}
        onChange={(event) => {
          setChosen(event.currentTarget.value);
        }}
      />
      <Button
        variant="default"
        loading={busy}
        onClick={() => {
          onRegister(chosen);
        }}
      >
        Register
      </Button>
    </div>
  );
}

function usageOf(error: unknown): UsageView | null {
  return error instanceof ApiError && error.code === 'in_use'
    ? ((error.details['usage'] as UsageView | undefined) ?? null)
    : null;
}

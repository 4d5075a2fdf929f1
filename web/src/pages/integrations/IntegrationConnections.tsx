import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { connectionsQuery } from '@/api/connections';
import type { ConnectionView, IntegrationView } from '@/api/schema';
import { useRegistration } from '@/api/useRegistration';
import { ConnectionName } from '@/components/ConnectionName';
import { ErrorNotice } from '@/components/ErrorNotice';
import { RegisterSelect } from '@/components/RegisterSelect';
import { Section } from '@/components/Section';
import { SimpleTable } from '@/components/SimpleTable';
import { ConnectionStatus } from '@/pages/connections/ConnectionStatus';
import classes from './IntegrationPage.module.css';

interface IntegrationConnectionsProps {
  integration: IntegrationView;
  mayEdit: boolean;
}

/** The connections registered with an integration. */
export function IntegrationConnections({ integration, mayEdit }: IntegrationConnectionsProps) {
  const { data: connections } = useQuery(connectionsQuery());
  const { registering, deregistering, register, deregister } = useRegistration();
  const registered = connections?.filter(({ id }) => integration.connections.includes(id)) ?? [];
  const others = connections?.filter(({ id }) => !integration.connections.includes(id)) ?? [];
  const error = registering.error ?? deregistering.error;

  return (
    <Section
      title="Connections"
      description="A connection that a flow of this integration uses is registered by itself."
      action={
        mayEdit &&
        others.length > 0 && (
          <RegisterSelect
            key={others.map(({ id }) => id).join()}
            label="Connection to register"
            choices={others}
            busy={registering.isPending}
            onRegister={(connection) => {
              register({ integration: integration.id, connection });
            }}
          />
        )
      }
    >
      {error && <ErrorNotice error={error} />}
      {registered.length === 0 ? (
        <p className={classes['none']}>No connection is registered with this integration yet.</p>
      ) : (
        <SimpleTable<ConnectionView>
          label="Connections"
          rows={registered}
          idOf={(row) => row.id}
          columns={[
            { key: 'name', label: 'Name', cell: (row) => <ConnectionName id={row.id} /> },
            { key: 'status', label: 'Status', cell: (row) => <ConnectionStatus status={row.status} /> },
            ...(mayEdit
              ? [
                  {
                    key: 'deregister',
                    label: 'Actions',
                    isLabelHidden: true,
                    align: 'right' as const,
                    cell: (row: ConnectionView) => (
                      <Button
                        size="compact-sm"
                        variant="default"
                        aria-label={`Deregister ${row.name}`}
                        loading={deregistering.isPending && deregistering.variables.connection === row.id}
                        onClick={() => {
                          deregister({ integration: integration.id, connection: row.id });
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

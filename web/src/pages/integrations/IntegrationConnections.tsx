import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '@/api/client';
import { connectionsQuery } from '@/api/connections';
import type { ConnectionView, IntegrationView } from '@/api/schema';
import { ConnectionName } from '@/components/ConnectionName';
import { ErrorNotice } from '@/components/ErrorNotice';
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
  const queryClient = useQueryClient();
  const { data: connections } = useQuery(connectionsQuery());
  const changed = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: ['integrations'] }),
      queryClient.invalidateQueries({ queryKey: ['connections'] }),
    ]);
  const address = (connectionId: string) => ({ params: { path: { id: integration.id, connectionId } } });
  const register = useMutation({
    mutationFn: (id: string) => api.PUT('/v1/integrations/{id}/connections/{connectionId}', address(id)),
    onSuccess: changed,
  });
  const deregister = useMutation({
    mutationFn: (id: string) => api.DELETE('/v1/integrations/{id}/connections/{connectionId}', address(id)),
    onSuccess: changed,
  });
  const registered = connections?.filter(({ id }) => integration.connections.includes(id)) ?? [];
  const others = connections?.filter(({ id }) => !integration.connections.includes(id)) ?? [];
  const error = register.error ?? deregister.error;

  return (
    <Section
      title="Connections"
      description="A connection that a flow of this integration uses is registered by itself."
      action={
        mayEdit &&
        others.length > 0 && (
          <Register
            key={others.map(({ id }) => id).join()}
            connections={others}
            busy={register.isPending}
            onRegister={(id) => {
              deregister.reset();
              register.mutate(id);
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
                    label: '',
                    align: 'right' as const,
                    cell: (row: ConnectionView) => (
                      <Button
                        size="compact-sm"
                        variant="default"
                        aria-label={`Deregister ${row.name}`}
                        loading={deregister.isPending && deregister.variables === row.id}
                        onClick={() => {
                          register.reset();
                          deregister.mutate(row.id);
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
  connections: readonly ConnectionView[];
  busy: boolean;
  onRegister: (id: string) => void;
}

function Register({ connections, busy, onRegister }: RegisterProps) {
  const [chosen, setChosen] = useState(connections[0]?.id ?? '');
  return (
    <div className={classes['register']}>
      <NativeSelect
        aria-label="Connection to register"
        data={connections.map(({ id, name }) => ({ value: id, label: name }))}
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

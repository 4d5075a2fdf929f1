import { Button, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '@/api/client';
import { usageQuery } from '@/api/connections';
import type { ConnectionView, UsageView } from '@/api/schema';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { ErrorNotice } from '@/components/ErrorNotice';
import { tell } from '@/components/tell';
import { UsedBy } from './UsedBy';

function isUsed(usage: UsageView | undefined): boolean {
  return usage !== undefined && Object.values(usage).some((uses) => uses !== null && uses.length > 0);
}

/** Deletes a connection after a question; one in use is kept, with links to what uses it. */
export function DeleteConnection({ connection }: { connection: ConnectionView }) {
  const [asks, setAsks] = useState(false);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { data: usage } = useQuery({ ...usageQuery(connection.id), enabled: asks, staleTime: 0 });
  const deletion = useMutation({
    mutationFn: () => api.DELETE('/v1/connections/{id}', { params: { path: { id: connection.id } } }),
    onSuccess: async () => {
      await navigate({ to: '/connections' });
      queryClient.removeQueries({ queryKey: ['connections', connection.id] });
      await queryClient.invalidateQueries({ queryKey: ['connections'] });
      tell('Connection deleted', `${connection.name} and its secrets are gone.`);
    },
    onError: () => queryClient.invalidateQueries({ queryKey: ['connections', connection.id, 'usage'] }),
  });

  const close = () => {
    setAsks(false);
    deletion.reset();
  };

  const used = isUsed(usage);
  return (
    <>
      <Button
        variant="default"
        onClick={() => {
          setAsks(true);
        }}
      >
        Delete
      </Button>
      <ConfirmDialog
        opened={asks}
        title={used ? `${connection.name} is in use` : `Delete ${connection.name}?`}
        confirmLabel="Delete"
        cancelLabel={used ? 'Keep it' : 'Cancel'}
        danger
        busy={deletion.isPending}
        onCancel={close}
        onConfirm={
          used
            ? undefined
            : () => {
                deletion.mutate();
              }
        }
      >
        {deletion.error !== null && !used && <ErrorNotice error={deletion.error} />}
        <Text size="sm">
          {used
            ? 'It cannot be deleted while these use it. Give them another connection, borrowers a level of their own, or delete them first:'
            : 'Its settings and secrets are removed for good.'}
        </Text>
        {used && usage && <UsedBy usage={usage} />}
      </ConfirmDialog>
    </>
  );
}

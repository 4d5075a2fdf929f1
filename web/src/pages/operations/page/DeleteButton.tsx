import { Button, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '@/api/client';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { ErrorNotice } from '@/components/ErrorNotice';
import { UsedBy } from '@/pages/connections/UsedBy';
import { tell } from '@/components/tell';
import { partUsageQuery, type Part } from './parts';

/** Deletes an export or import after a question; one in use is kept, with links to what uses it. */
export function DeleteButton({ part, id, name }: { part: Part; id: string; name: string }) {
  const [asks, setAsks] = useState(false);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { data: usage } = useQuery({ ...partUsageQuery(part, id), enabled: asks, staleTime: 0 });
  const deletion = useMutation({
    mutationFn: async () => {
      const params = { path: { id } };
      await (part === 'exports'
        ? api.DELETE('/v1/exports/{id}', { params })
        : api.DELETE('/v1/imports/{id}', { params }));
    },
    onSuccess: async () => {
      await navigate({ to: part === 'exports' ? '/exports' : '/imports' });
      queryClient.removeQueries({ queryKey: [part, 'one', id] });
      await queryClient.invalidateQueries({ queryKey: [part, 'list'] });
      tell(part === 'exports' ? 'Export deleted' : 'Import deleted', `${name} is gone.`);
    },
    onError: () => queryClient.invalidateQueries({ queryKey: partUsageQuery(part, id).queryKey }),
  });

  const close = () => {
    setAsks(false);
    deletion.reset();
  };

  const used = usage !== undefined && Object.values(usage).some((uses) => uses !== null && uses.length > 0);
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
        title={used ? `${name} is in use` : `Delete ${name}?`}
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
            ? 'It cannot be deleted while these use it. Take it out of them first:'
            : 'Its settings and its history are removed for good. Nothing uses it.'}
        </Text>
        {used && <UsedBy usage={usage} />}
      </ConfirmDialog>
    </>
  );
}

import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '@/api/client';
import { flowQuery } from '@/api/flows';
import type { FlowView } from '@/api/schema';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { ErrorNotice } from '@/components/ErrorNotice';

/** Deletes a flow after a question. */
export function DeleteFlow({ flow }: { flow: FlowView }) {
  const [asks, setAsks] = useState(false);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => api.DELETE('/v1/flows/{id}', { params: { path: { id: flow.id } } }),
    onSuccess: async () => {
      await navigate({ to: '/flows' });
      queryClient.removeQueries({ queryKey: flowQuery(flow.id).queryKey });
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['flows'] }),
        queryClient.invalidateQueries({ queryKey: ['integrations'] }),
        queryClient.invalidateQueries({ queryKey: ['dashboard'] }),
      ]);
    },
  });

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
        title={`Delete ${flow.name}?`}
        confirmLabel="Delete"
        danger
        busy={remove.isPending}
        onConfirm={() => {
          remove.mutate();
        }}
        onCancel={() => {
          remove.reset();
          setAsks(false);
        }}
      >
        {remove.error ? <ErrorNotice error={remove.error} /> : 'Its runs and errors cannot be brought back.'}
      </ConfirmDialog>
    </>
  );
}

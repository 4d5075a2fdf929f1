import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '@/api/client';
import { flowQuery } from '@/api/flows';
import { flowsQuery } from '@/api/resources';
import type { FlowView } from '@/api/schema';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { ErrorNotice } from '@/components/ErrorNotice';
import { FlowLink } from '@/components/FlowLink';

/** Deletes a flow after a question. */
export function DeleteFlow({ flow }: { flow: FlowView }) {
  const [asks, setAsks] = useState(false);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { data: flows = [] } = useQuery(flowsQuery);
  const before = flows.filter(({ runNext }) => runNext.includes(flow.id));
  const isUsed = before.length > 0;
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
        title={isUsed ? `${flow.name} is in use` : `Delete ${flow.name}?`}
        confirmLabel="Delete"
        cancelLabel={isUsed ? 'Keep it' : 'Cancel'}
        danger
        busy={remove.isPending}
        onConfirm={
          isUsed
            ? undefined
            : () => {
                remove.mutate();
              }
        }
        onCancel={() => {
          remove.reset();
          setAsks(false);
        }}
      >
        {remove.error ? (
          <ErrorNotice error={remove.error} />
        ) : isUsed ? (
          <>
            It is run after {before.length === 1 ? 'this flow' : 'these flows'}:
            <ul>
              {before.map(({ id, name }) => (
                <li key={id}>
                  <FlowLink id={id} name={name} />
                </li>
              ))}
            </ul>
          </>
        ) : (
          'Its runs and errors cannot be brought back.'
        )}
      </ConfirmDialog>
    </>
  );
}

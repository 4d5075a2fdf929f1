import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '@/api/client';
import { flowRunsKey, runQuery } from '@/api/runs';
import type { RunView } from '@/api/schema';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { ErrorNotice } from '@/components/ErrorNotice';

/** Ends a run, after a question. */
export function CancelRun({ run }: { run: RunView }) {
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const cancel = useMutation({
    mutationFn: () => bodyOf(api.POST('/v1/runs/{id}/cancel', { params: { path: { id: run.id } } })),
    onSuccess: async (ended) => {
      queryClient.setQueryData(runQuery(run.id).queryKey, ended);
      setAsking(false);
      await queryClient.invalidateQueries({ queryKey: flowRunsKey(run.flow) });
    },
  });

  return (
    <>
      <Button
        variant="default"
        onClick={() => {
          setAsking(true);
        }}
      >
        Cancel run
      </Button>
      <ConfirmDialog
        opened={asking}
        title="Cancel this run?"
        confirmLabel="Cancel run"
        cancelLabel="Let it go on"
        danger
        busy={cancel.isPending}
        onConfirm={() => {
          cancel.mutate();
        }}
        onCancel={() => {
          cancel.reset();
          setAsking(false);
        }}
      >
        {cancel.error ? (
          <ErrorNotice error={cancel.error} />
        ) : run.status === 'queued' ? (
          'It has not begun yet and will not.'
        ) : (
          'What it has delivered stays delivered. Requests under way end; records that it has not read are left to the next run.'
        )}
      </ConfirmDialog>
    </>
  );
}

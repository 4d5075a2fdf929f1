import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '@/api/client';
import { lastRunQuery } from '@/api/flows';
import type { FlowView } from '@/api/schema';
import type { FlowDraftState } from '../draft/useFlowDraft';

/** Saves and runs the flow. With changes it asks first: what runs is what is stored. */
export function useStartRun(flow: FlowView, state: FlowDraftState) {
  const queryClient = useQueryClient();
  const [asks, setAsks] = useState(false);
  const run = useMutation({
    mutationFn: () => bodyOf(api.POST('/v1/flows/{id}/runs', { params: { path: { id: flow.id } } })),
    onSuccess: (started) => {
      queryClient.setQueryData(lastRunQuery(flow.id).queryKey, started);
    },
  });

  return {
    asks,
    error: run.error,
    busy: run.isPending,
    /** Runs at once what is stored; asks when it is not what is seen. */
    begin: () => {
      if (state.isChanged) {
        setAsks(true);
      } else {
        run.mutate();
      }
    },
    saveAndRun: () => {
      setAsks(false);
      state.save().then(
        () => {
          run.mutate();
        },
        () => {
          // The notice above the flow says why it was not saved.
        },
      );
    },
    notNow: () => {
      setAsks(false);
    },
    forget: run.reset,
  };
}

export type StartRun = ReturnType<typeof useStartRun>;

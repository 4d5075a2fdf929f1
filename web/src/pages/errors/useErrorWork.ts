import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '@/api/client';
import { flowRunsKey } from '@/api/runs';
import type { RunView } from '@/api/schema';
import type { FilterName } from './errorsSearch';

/** Which errors of a flow are meant. */
export type Selection = { ids: string[] } | { filter: Partial<Record<FilterName, string>> };

export interface ErrorWork {
  kind: 'retry' | 'resolve';
  selections: readonly { flow: string; selection: Selection }[];
}

/** Retries or resolves; each flow's errors are a run of their own. */
export function useErrorWork(onBegun: (runs: RunView[]) => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ kind, selections }: ErrorWork) => {
      const runs: RunView[] = [];
      for (const { flow, selection } of selections) {
        const request = { params: { path: { id: flow } }, body: selection };
        runs.push(
          await bodyOf(
            kind === 'retry'
              ? api.POST('/v1/flows/{id}/errors/retry', request)
              : api.POST('/v1/flows/{id}/errors/resolve', request),
          ),
        );
      }

      return runs;
    },
    onSuccess: async (runs) => {
      onBegun(runs);
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['errors'] }),
        queryClient.invalidateQueries({ queryKey: ['dashboard'] }),
        ...runs.map(({ flow }) => queryClient.invalidateQueries({ queryKey: flowRunsKey(flow) })),
      ]);
    },
  });
}

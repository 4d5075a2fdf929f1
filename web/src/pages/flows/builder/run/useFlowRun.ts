import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { lastRunQuery } from '@/api/flows';
import type { RunView } from '@/api/schema';
import { isActive, RunStore } from './runStore';

/** At most so often the page shows new counts. */
const showEveryMs = 400;
const retryAfterMs = 3_000;

/** The last run of a flow; while one is active, as the server tells it. */
export function useFlowRun(flowId: string): RunStore {
  const queryClient = useQueryClient();
  const store = useMemo(() => new RunStore(), []);
  const { data: last = null } = useQuery(lastRunQuery(flowId));
  const watched = last !== null && isActive(last) ? last.id : null;

  useEffect(() => {
    if (last === null || store.getRun()?.id !== last.id || !isActive(last)) {
      store.set(last);
    }
  }, [store, last]);

  useEffect(() => {
    if (watched === null) {
      return undefined;
    }

    let heard: RunView | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      timer = undefined;
      if (heard === null) {
        return;
      }

      store.set(heard);
      if (!isActive(heard)) {
        queryClient.setQueryData(lastRunQuery(flowId).queryKey, heard);
        void queryClient.invalidateQueries({ queryKey: ['dashboard'] });
      }
    };

    let source: EventSource;
    let retry: ReturnType<typeof setTimeout> | undefined;
    const open = () => {
      source = new EventSource(`/v1/runs/${encodeURIComponent(watched)}/events`);
      source.addEventListener('run', ({ data }: MessageEvent<string>) => {
        heard = JSON.parse(data) as RunView;
        if (!isActive(heard)) {
          source.close();
        }

        timer ??= setTimeout(show, showEveryMs);
      });
      source.addEventListener('error', () => {
        // The browser comes back by itself, unless it was refused: then the ordinary way also asks for a new sign-in.
        if (source.readyState === EventSource.CLOSED && (heard === null || isActive(heard))) {
          void queryClient.invalidateQueries({ queryKey: lastRunQuery(flowId).queryKey });
          retry = setTimeout(open, retryAfterMs);
        }
      });
    };

    open();
    return () => {
      source.close();
      clearTimeout(timer);
      clearTimeout(retry);
    };
  }, [store, queryClient, flowId, watched]);

  return store;
}

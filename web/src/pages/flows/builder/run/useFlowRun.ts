import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { lastRunQuery } from '@/api/flows';
import { RunStore } from './runStore';

/** The last run of a flow, and its id, by which it can be heard. */
export function useFlowRun(flowId: string): { store: RunStore; last: string | null } {
  const store = useMemo(() => new RunStore(), []);
  const { data: last = null } = useQuery(lastRunQuery(flowId));
  useEffect(() => {
    // Of the same run the feed knows more.
    if (last === null || store.getRun()?.id !== last.id) {
      store.set(last);
    }
  }, [store, last]);
  return { store, last: last?.id ?? null };
}

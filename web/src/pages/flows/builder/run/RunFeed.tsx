import { useEffect } from 'react';
import { useRun } from '@/pages/runs/useRun';
import type { RunStore } from './runStore';

/** Hears how a run goes on and tells the store; it draws nothing, so that nothing else is drawn anew. */
export function RunFeed({ id, store }: { id: string; store: RunStore }) {
  const { run } = useRun(id);
  useEffect(() => {
    if (run !== undefined) {
      store.set(run);
    }
  }, [run, store]);
  return null;
}

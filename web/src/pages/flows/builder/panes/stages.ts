import { useCallback, useMemo, useState } from 'react';
import type { Place } from '../draft/flowDraft';
import type { Use } from './AddPane';

/** What a chosen export or import becomes: a new source or step, or another one for a step that is there. */
export type Goal = { kind: 'source' } | { kind: 'step'; at: Place } | { kind: 'replace'; id: string };

/** The pane that is open over the builder. */
export type Stage =
  | { name: 'choose'; goal: Goal }
  | { name: 'connection'; goal: Goal; use: Use; application: string }
  /** An export or import: a new one through a connection, or one that is there. */
  | { name: 'resource'; goal: Goal | null; use: Use; connection?: string; id?: string }
  | { name: 'step'; id: string; case?: number };

/**
 * When a pane closes the focus goes back to what opened it. The next one opens after that, so that it goes there again
 * in the end.
 */
const afterFocusMs = 40;

/** One pane at a time; some follow one another. */
export function useStages() {
  const [stage, setStage] = useState<Stage | null>(null);
  // A pane keeps what it shows while it goes.
  const [last, setLast] = useState<Partial<Record<Stage['name'], Stage>>>({});

  const open = useCallback((to: Stage) => {
    setLast((before) => ({ ...before, [to.name]: to }));
    setStage(to);
  }, []);
  const next = useCallback(
    (to: Stage) => {
      setStage(null);
      setTimeout(() => {
        open(to);
      }, afterFocusMs);
    },
    [open],
  );
  const close = useCallback(() => {
    setStage(null);
  }, []);
  return useMemo(() => ({ stage, last, open, next, close }), [stage, last, open, next, close]);
}

export type Stages = ReturnType<typeof useStages>;

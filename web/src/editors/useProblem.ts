import { useEffect, useEffectEvent } from 'react';

/** Tells the form around an editor what keeps its text from being a document, and when nothing does any more. */
export function useProblem(message: string | null, onProblem: ((message: string | null) => void) | undefined): void {
  const tell = useEffectEvent((now: string | null) => onProblem?.(now));

  useEffect(() => {
    tell(message);
  }, [message]);

  useEffect(
    () => () => {
      tell(null);
    },
    [],
  );
}

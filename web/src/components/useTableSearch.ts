import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';

/**
 * Puts changes of a table's state into the address, without a new entry in the history. Empty values leave it.
 * The route's `validateSearch` decides what counts.
 */
export function useTableSearch() {
  const navigate = useNavigate();
  return useCallback(
    (change: object) => {
      void navigate({
        to: '.',
        replace: true,
        resetScroll: false,
        search: (now: Record<string, unknown>) =>
          Object.fromEntries(
            Object.entries({ ...now, ...change }).filter(([, value]) => value !== undefined && value !== ''),
          ),
      });
    },
    [navigate],
  );
}

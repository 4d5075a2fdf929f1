import { useEffect, type RefObject } from 'react';

/** Keeps Enter in a field of an editor from sending the form around it: here one types, and saves elsewhere. */
export function useKeepEnter(element: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const node = element.current;
    const keep = (event: KeyboardEvent) => {
      if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
        event.preventDefault();
      }
    };
    node?.addEventListener('keydown', keep);
    return () => {
      node?.removeEventListener('keydown', keep);
    };
  });
}

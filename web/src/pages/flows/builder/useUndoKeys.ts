import { useEffect } from 'react';
import { keepFocus } from './parts/focusPart';

/** Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y) for the draft; in a field and in a dialog they belong to what is typed there. */
export function useUndoKeys(enabled: boolean, undo: () => void, redo: () => void): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, shiftKey, target } = event;
      const isTyped =
        target instanceof Element && target.closest('input, textarea, [contenteditable], [role="dialog"]') !== null;
      const letter = key.toLowerCase();
      if (!enabled || isTyped || !(ctrlKey || metaKey) || (letter !== 'z' && letter !== 'y')) {
        return;
      }

      event.preventDefault();
      keepFocus(letter === 'y' || shiftKey ? redo : undo);
    };
    window.addEventListener('keydown', pressed);
    return () => {
      window.removeEventListener('keydown', pressed);
    };
  }, [enabled, undo, redo]);
}

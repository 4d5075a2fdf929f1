/** The page may say what is wrong some frames after it was told. */
const framesMax = 10;

/**
 * Puts the focus into the first field that says what is wrong, as soon as the page says so. A person who has gone elsewhere
 * by then is left there.
 */
export function focusFirstInvalid(within: HTMLElement | null): void {
  const from = document.activeElement;
  const look = (frames: number) => {
    requestAnimationFrame(() => {
      const at = document.activeElement;
      const invalid = within?.querySelector<HTMLElement>('[aria-invalid="true"]');
      // A button that is busy has lost the focus to the body: nobody went there.
      if (at !== from && at !== document.body) {
        return;
      }

      if (invalid) {
        invalid.focus();
        // Its reason stands below it, and there may be a footer over that.
        invalid.scrollIntoView({ block: 'center' });
      } else if (frames > 1) {
        look(frames - 1);
      }
    });
  };

  look(framesMax);
}

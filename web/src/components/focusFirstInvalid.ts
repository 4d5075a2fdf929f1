/** The page may say what is wrong some frames after it was told; then nobody has begun to type again yet. */
const framesMax = 10;

/** Puts the focus into the first field that says what is wrong, as soon as the page says so. */
export function focusFirstInvalid(within: HTMLElement | null, frames = framesMax): void {
  requestAnimationFrame(() => {
    const invalid = within?.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (invalid) {
      invalid.focus();
    } else if (frames > 1) {
      focusFirstInvalid(within, frames - 1);
    }
  });
}

/** Puts the focus into the first field that says what is wrong, as soon as the page says so. */
export function focusFirstInvalid(within: HTMLElement | null): void {
  requestAnimationFrame(() => {
    within?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  });
}

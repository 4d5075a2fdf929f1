/** Every card of sources, steps and cases, in reading order. */
function cards(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-part]')];
}

/** Puts the focus on a source or step as soon as the page shows it; where it is gone, on `otherwise`. */
export function focusPart(id: string, otherwise?: string): void {
  requestAnimationFrame(() => {
    const all = cards();
    const named = (part: string | undefined) => all.find((card) => card.dataset['part'] === part);
    (named(id) ?? named(otherwise) ?? document.querySelector<HTMLElement>('[data-add]'))?.focus();
  });
}

/** From a card to the next one, or the one before. */
export function focusNeighbour(from: HTMLElement, by: 1 | -1): void {
  const all = cards();
  all[all.indexOf(from) + by]?.focus();
}

/** The card that stands nearest to one that is about to go: the one before it, else the one behind. */
export function neighbourOf(id: string): string | undefined {
  const all = cards().map((card) => card.dataset['part']);
  const at = all.indexOf(id);
  return all[at - 1] ?? all[at + 1];
}

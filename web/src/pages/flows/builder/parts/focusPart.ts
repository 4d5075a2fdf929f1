/** Every card of sources, steps and cases, in reading order. */
function cards(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-part]')];
}

/** The canvas draws a change some frames after it was made, and a card that changes its place loses the focus. */
const framesMax = 6;

/** Puts the focus on a source or step as soon as the page shows it; where there is none, where one is added. */
export function focusPart(id: string | undefined, frames = framesMax): void {
  requestAnimationFrame(() => {
    const card =
      cards().find(({ dataset }) => dataset['part'] === id) ?? document.querySelector<HTMLElement>('[data-add]');
    if (card !== document.activeElement) {
      card?.focus();
    }

    if (frames > 1) {
      focusPart(id, frames - 1);
    }
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

/** Every card of sources, steps and cases, in reading order. */
function cards(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-part]')];
}

/** The canvas draws a change some frames after it was made, and a card that changes its place loses the focus. */
const framesMax = 6;

/** Ends what an earlier change still does: the focus belongs to the last one, and to whoever goes on meanwhile. */
let letGo = (): void => undefined;

/**
 * Puts the focus on a source or step as soon as the page shows it; where there is none, on the one beside, and else where
 * one is added.
 */
export function focusPart(id: string | undefined, beside?: string): void {
  followPart(id, beside, () => true);
}

/** Across a change of the flow the focus stays on its card, or goes to the one beside it when the card goes. */
export function keepFocus(change: () => void): void {
  const part = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['part'] : undefined;
  const beside = part === undefined ? undefined : neighbourOf(part);
  change();
  if (part !== undefined) {
    followPart(part, beside, (active, given) => active === document.body || active === given);
  }
}

/**
 * For some frames the focus is put on a card wherever that is; `mayTake` says from whom: what has the focus, and to what
 * this gave it last. A key and a click end it, as the focus is somebody else's then.
 */
function followPart(
  id: string | undefined,
  beside: string | undefined,
  mayTake: (active: Element | null, given: Element | null) => boolean,
): void {
  letGo();
  const ended = new AbortController();
  let given: HTMLElement | null = null;
  let frame = 0;
  const follow = (left: number) => {
    const cardOf = (part: string | undefined) => cards().find(({ dataset }) => dataset['part'] === part);
    const card = cardOf(id) ?? cardOf(beside) ?? document.querySelector<HTMLElement>('[data-add]');
    const active = document.activeElement;
    if (card !== null && card !== active && mayTake(active, given)) {
      card.focus();
      given = card;
    }

    if (left > 1) {
      frame = requestAnimationFrame(() => {
        follow(left - 1);
      });
    } else {
      ended.abort();
    }
  };
  letGo = () => {
    cancelAnimationFrame(frame);
    ended.abort();
  };
  // From the next frame on, as the key that made the change is still on its way.
  frame = requestAnimationFrame(() => {
    for (const event of ['keydown', 'pointerdown']) {
      window.addEventListener(event, letGo, { capture: true, signal: ended.signal });
    }

    follow(framesMax);
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

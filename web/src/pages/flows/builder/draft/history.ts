/** A value with its former ones and those that were undone. */
export interface History<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
  /** What the last change was made to, while further ones to the same count as one. */
  readonly merges: string | null;
}

/** So many changes can be undone. */
export const pastMax = 100;

export function historyOf<T>(present: T): History<T> {
  return { past: [], present, future: [], merges: null };
}

/**
 * A new present. Changes that follow one another with the same `merges`, as those of somebody who types, are undone
 * together.
 */
export function pushed<T>(history: History<T>, present: T, merges: string | null = null): History<T> {
  if (present === history.present) {
    return history;
  }

  const isMore = merges !== null && merges === history.merges;
  return {
    past: isMore ? history.past : [...history.past, history.present].slice(-pastMax),
    present,
    future: [],
    merges,
  };
}

export function undone<T>({ past, present, future }: History<T>): History<T> {
  const before = past.at(-1);
  return before === undefined
    ? { past, present, future, merges: null }
    : { past: past.slice(0, -1), present: before, future: [present, ...future], merges: null };
}

export function redone<T>({ past, present, future }: History<T>): History<T> {
  const [next, ...rest] = future;
  return next === undefined
    ? { past, present, future, merges: null }
    : { past: [...past, present], present: next, future: rest, merges: null };
}

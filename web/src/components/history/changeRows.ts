import type { DocumentChange } from '@/api/schema';

/** How a resource's fields and their values are called on the screen. */
export interface HistoryWords {
  /** A field by its path: `settings.subdomain` is "Subdomain". */
  label: (field: string) => string;
  /** What an id that stands somewhere in a document is the name of; undefined for every other text. */
  nameOf: (id: string) => string | undefined;
}

/** One field that differs, in words. */
export interface ChangeRow {
  field: string;
  label: string;
  from: string;
  to: string;
  /** Its values are told nowhere. */
  secret: boolean;
}

const nothing = '–';

/** What differs, field by field, as people read it. */
export function changeRows(changes: readonly DocumentChange[], words: HistoryWords): ChangeRow[] {
  return changes.map(({ field, from, to, secret = false }) => {
    const say = (value: unknown) => (secret ? '' : inWords(value, words));
    return { field, label: words.label(field), from: say(from), to: say(to), secret };
  });
}

/** What a version changed, in one line: "Subdomain, Password". The first version changed nothing: it is the beginning. */
export function changesInWords(
  version: { version: number; changes: readonly DocumentChange[]; moreChanges?: number },
  { label }: HistoryWords,
): string {
  const names = [...new Set(version.changes.map(({ field }) => label(field)))];
  const more = version.moreChanges ?? 0;
  const all = more > 0 ? [...names, `${more} more`] : names;
  return all.length > 0 ? all.join(', ') : version.version === 1 ? 'Created' : 'Nothing';
}

function inWords(value: unknown, { nameOf }: HistoryWords): string {
  if (value === null || value === undefined || value === '') {
    return nothing;
  }

  if (typeof value === 'boolean') {
    return value ? 'Yes' : 'No';
  }

  if (typeof value === 'string') {
    return nameOf(value) ?? value;
  }

  const named = (_: string, one: unknown) => (typeof one === 'string' ? (nameOf(one) ?? one) : one);
  return JSON.stringify(value, named, 2);
}

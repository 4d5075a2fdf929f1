import type { ConnectionView, DocumentChange, FormFieldView } from '@/api/schema';
import { fieldLabel } from '../fieldLabels';
import { borrowField } from '../pane/fieldValues';

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
export function changeRows(
  changes: readonly DocumentChange[],
  form: readonly FormFieldView[],
  connections: readonly Pick<ConnectionView, 'id' | 'name'>[],
): ChangeRow[] {
  return changes.map(({ field, from, to, secret = false }) => {
    const say = (value: unknown) => (secret ? '' : words(field, value, connections));
    return { field, label: fieldLabel(field, form), from: say(from), to: say(to), secret };
  });
}

/** What a version changed, in one line: "Subdomain, Password". The first version changed nothing: it is the beginning. */
export function changesInWords(
  version: { version: number; changes: readonly DocumentChange[]; moreChanges?: number },
  form: readonly FormFieldView[],
): string {
  const names = version.changes.map(({ field }) => fieldLabel(field, form));
  const more = version.moreChanges ?? 0;
  const all = more > 0 ? [...names, `${more} more`] : names;
  return all.length > 0 ? all.join(', ') : version.version === 1 ? 'Created' : 'Nothing';
}

function words(field: string, value: unknown, connections: readonly Pick<ConnectionView, 'id' | 'name'>[]): string {
  if (value === null || value === undefined || value === '') {
    return nothing;
  }

  if (typeof value === 'boolean') {
    return value ? 'Yes' : 'No';
  }

  if (typeof value === 'string') {
    return field === borrowField ? (connections.find(({ id }) => id === value)?.name ?? value) : value;
  }

  return JSON.stringify(value);
}

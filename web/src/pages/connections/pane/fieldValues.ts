import type { ConnectionView, FormFieldView } from '@/api/schema';

export type FieldValue = string | number | boolean | null;

/** What stands in the form, by field. */
export type FieldValues = Readonly<Record<string, FieldValue>>;

/** The two fields of every form that stand beside `settings` in the body, not in it. */
export const borrowField = 'borrowConcurrencyFrom';
export const levelField = 'concurrencyLevel';

const beside = new Set<string>([borrowField, levelField]);

/** The path of a field in the body, as problems name it. */
export function pathOf(field: string): string {
  return beside.has(field) ? field : `settings.${field}`;
}

/** Whether the stored connection holds a secret for this field, which nobody ever sees again. */
export function isKept(field: FormFieldView, stored: ConnectionView | undefined): boolean {
  return field.type === 'password' && stored?.secrets.includes(field.field) === true;
}

/** The fields that are of use with what stands in the others, and required where those make them so. */
export function shownFields(form: readonly FormFieldView[], values: FieldValues): readonly FormFieldView[] {
  return form
    .filter(({ shownWhen }) => shownWhen === null || shownWhen.values.includes(String(values[shownWhen.field])))
    .map((field) => ({ ...field, required: field.required || isRequiredBy(field.requiredWhen, values) }));
}

function isRequiredBy(requiredWhen: FormFieldView['requiredWhen'], values: FieldValues): boolean {
  const wanted = Object.entries(requiredWhen);
  return wanted.length > 0 && wanted.every(([other, value]) => String(values[other]) === value);
}

/** What the form begins with: what is stored, else the definition's default, else nothing. */
export function initialValues(form: readonly FormFieldView[], stored?: ConnectionView): FieldValues {
  return Object.fromEntries(form.map((field) => [field.field, initialValue(field, stored)]));
}

function initialValue(field: FormFieldView, stored: ConnectionView | undefined): FieldValue {
  const nothing = field.type === 'switch' ? false : field.type === 'select' ? null : '';
  if (stored === undefined) {
    return (field.default as FieldValue) ?? nothing;
  }

  if (field.field === borrowField) {
    return stored.borrowConcurrencyFrom;
  }

  return field.field === levelField
    ? stored.concurrencyLevel
    : ((stored.settings[field.field] ?? nothing) as FieldValue);
}

export function isEmpty(value: FieldValue | undefined): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

interface ConnectionFields {
  settings: Record<string, unknown>;
  borrowConcurrencyFrom: string | null;
  concurrencyLevel?: number;
}

/**
 * The fields as the API takes them. A secret that was left empty is left out: the stored one stays.
 * @param clears Whether an emptied setting is sent as null, which clears it in a change; else it is left out.
 */
export function toFields(form: readonly FormFieldView[], values: FieldValues, clears: boolean): ConnectionFields {
  const settings: Record<string, unknown> = {};
  for (const field of form.filter(({ field }) => !beside.has(field))) {
    const value = values[field.field];
    if (!isEmpty(value)) {
      settings[field.field] = typeof value === 'string' && field.type !== 'password' ? value.trim() : value;
    } else if (clears && field.type !== 'password') {
      settings[field.field] = null;
    }
  }

  const level = values[levelField];
  const lender = values[borrowField];
  return {
    settings,
    borrowConcurrencyFrom: typeof lender === 'string' && lender !== '' ? lender : null,
    ...(typeof level === 'number' && { concurrencyLevel: level }),
  };
}

/** Whether anything was typed since the form began. */
export function differs(a: FieldValues, b: FieldValues): boolean {
  return Object.keys({ ...a, ...b }).some((field) => (a[field] ?? '') !== (b[field] ?? ''));
}

import { ExactNumber, isNumberText, numberOf } from '@/json/ExactNumber';
import { isList, isObject, type Json } from '@/json/json';

/** A single value somewhere in a record. */
export interface RecordField {
  /** `customer.tags[0].name` */
  path: string;
  keys: readonly (string | number)[];
  value: null | boolean | number | string | ExactNumber;
}

/** More than a form can show; such records are edited as JSON. */
export const fieldsMax = 150;

/** The values of a record in their order; empty lists and objects are nothing to type into. */
export function fieldsOf(record: unknown): RecordField[] {
  const fields: RecordField[] = [];
  const take = (value: unknown, keys: readonly (string | number)[]): void => {
    if (fields.length > fieldsMax) {
      return;
    }

    if (isList(value)) {
      value.forEach((item, at) => {
        take(item, [...keys, at]);
      });
    } else if (isObject(value)) {
      Object.entries(value).forEach(([name, item]) => {
        take(item, [...keys, name]);
      });
    } else if (keys.length > 0) {
      fields.push({ path: pathOf(keys), keys, value: value as RecordField['value'] });
    }
  };

  take(record, []);
  return fields;
}

const pathOf = (keys: readonly (string | number)[]): string =>
  keys.map((key, at) => (typeof key === 'number' ? `[${key}]` : at === 0 ? key : `.${key}`)).join('');

/** The record with another value at a place. */
export function withValue(record: unknown, keys: readonly (string | number)[], value: Json): Json {
  const [key, ...rest] = keys;
  if (key === undefined) {
    return value;
  }

  if (isList(record)) {
    return record.map((item, at) => (at === key ? withValue(item, rest, value) : item));
  }

  return isObject(record) ? { ...record, [key]: withValue(record[String(key)], rest, value) } : (record as Json);
}

/** What was typed, as the kind of value that stood there; null where it is none of that kind. */
export function typedValue(before: RecordField['value'], text: string): { value: Json } | null {
  if (typeof before === 'number' || before instanceof ExactNumber) {
    return isNumberText(text.trim()) ? { value: numberOf(text.trim()) } : null;
  }

  if (before === null) {
    return { value: text === '' ? null : text };
  }

  return typeof before === 'boolean' ? { value: text === 'true' } : { value: text };
}

/** The field that a message names at its beginning: "customer.email: is no address". */
export function namedField(message: string): string | null {
  const named = /^\$?\.?([\p{L}_][\p{L}\p{N}_.[\]'"-]*): /u.exec(message)?.[1];
  return named?.replaceAll(/\[['"]([^'"]+)['"]\]/g, '.$1') ?? null;
}

/** Whether it is the field of that name, or one within it; a mapping may name only the last part of it. */
export const isNamed = (path: string, named: string | null): boolean =>
  named !== null &&
  (path === named || path.startsWith(`${named}.`) || path.startsWith(`${named}[`) || path.endsWith(`.${named}`));

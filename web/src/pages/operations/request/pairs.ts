import { isList, isObject, type Json, type JsonObject } from '@/json/json';
import { stringifyExact } from '@/json/stringifyExact';

/** A name and its value while they are typed. */
export interface Pair {
  /** Stays the same while rows come and go. */
  key: number;
  name: string;
  text: string;
  /** The value as it was, where it is no text and nobody has changed it. */
  given: Json | undefined;
}

/** The pairs of an object, those of a list one by one. */
export function rowsOf(value: Json | undefined): readonly Pair[] {
  const pairs = isObject(value)
    ? Object.entries(value).flatMap(([name, one]) => (isList(one) ? one : [one]).map((item) => [name, item] as const))
    : [];
  return pairs.map(([name, item], key) => ({
    key,
    name,
    text: typeof item === 'string' ? item : stringifyExact(item),
    given: typeof item === 'string' ? undefined : item,
  }));
}

/** The object of the pairs that have a name; a name that stands several times has a list. */
export function objectOf(rows: readonly Pair[]): JsonObject {
  const object = new Map<string, Json[]>();
  for (const { name, text, given } of rows) {
    if (name !== '') {
      object.set(name, [...(object.get(name) ?? []), given ?? text]);
    }
  }

  return Object.fromEntries(
    [...object].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  );
}

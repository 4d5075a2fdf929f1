import { ExactNumber } from './ExactNumber';

/** A JSON document whose numbers keep their digits. */
export type Json = null | boolean | number | string | ExactNumber | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);

export const isList = (value: unknown): value is readonly Json[] => Array.isArray(value);

/** Whether both are the same to the digit; the order of an object's fields does not count. */
export function sameJson(one: unknown, other: unknown): boolean {
  if (one instanceof ExactNumber || other instanceof ExactNumber) {
    return one instanceof ExactNumber && other instanceof ExactNumber && one.text === other.text;
  }

  if (isList(one) || isList(other)) {
    return (
      isList(one) && isList(other) && one.length === other.length && one.every((item, at) => sameJson(item, other[at]))
    );
  }

  if (!isObject(one) || !isObject(other)) {
    return Object.is(one, other);
  }

  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && sameJson(one[name], other[name]))
  );
}

/** The kind of a value in a person's words. */
export function kindOf(value: unknown): 'nothing' | 'text' | 'number' | 'yes or no' | 'list' | 'object' {
  if (value === null || value === undefined) {
    return 'nothing';
  }

  if (value instanceof ExactNumber || typeof value === 'number') {
    return 'number';
  }

  return typeof value === 'string'
    ? 'text'
    : typeof value === 'boolean'
      ? 'yes or no'
      : isList(value)
        ? 'list'
        : 'object';
}

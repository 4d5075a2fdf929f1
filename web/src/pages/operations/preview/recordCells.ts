import { isList, isObject, type Json } from '@/json/json';
import { stringifyExact } from '@/json/stringifyExact';

const columnsMax = 30;
const cellMax = 200;

/** The fields of the records, in the order in which they come; none where a record is no object. */
export function columnsOf(records: readonly Json[]): readonly string[] {
  return records.every(isObject) ? [...new Set(records.flatMap((one) => Object.keys(one)))].slice(0, columnsMax) : [];
}

/** A value in one line. */
export function shortly(value: Json | undefined): string {
  const text =
    value === undefined || value === null
      ? ''
      : typeof value === 'string'
        ? value
        : isList(value) && value.every((item) => typeof item === 'string')
          ? value.join(', ')
          : stringifyExact(value);
  return text.length > cellMax ? `${text.slice(0, cellMax)}…` : text;
}

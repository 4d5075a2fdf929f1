import { describe, expect, it } from 'vitest';
import { ExactNumber } from './ExactNumber';
import { sameJson } from './json';
import { JsonTextError, parseExact } from './parseExact';
import { stringifyExact } from './stringifyExact';

const positionOf = (text: string): number => {
  try {
    parseExact(text);
  } catch (error) {
    return (error as JsonTextError).position;
  }

  throw new Error(`${text} was taken.`);
};

describe('exact JSON', () => {
  it.each([
    '12345678901234567890',
    '1.0',
    '-0',
    '1e400',
    '0.1',
    '1E2',
    '{"a":[1,1.50,{"b":null}],"__proto__":{"x":true},"":"\\u2028\\"\\\\"}',
    '[]',
    '{}',
    '"\\ud800"',
  ])('%s is written as it was read', (text) => {
    expect(parseExact(stringifyExact(parseExact(text)))).toEqual(parseExact(text));
    expect(stringifyExact(parseExact(text)).replaceAll('\u2028', '\\u2028')).toBe(text);
  });

  it('keeps ordinary numbers ordinary', () => {
    expect(parseExact('[1,2.5,-3]')).toEqual([1, 2.5, -3]);
    expect(parseExact('1.0')).toBeInstanceOf(ExactNumber);
    expect(Number(parseExact('1.0'))).toBe(1);
  });

  it('tells 1 from 1.0, and not the order of fields', () => {
    expect(sameJson(parseExact('1'), parseExact('1.0'))).toBe(false);
    expect(sameJson(parseExact('{"a":1.0,"b":[2]}'), parseExact('{"b":[2],"a":1.0}'))).toBe(true);
    expect(sameJson([], {})).toBe(false);
    expect(sameJson({ a: undefined }, { b: undefined })).toBe(false);
  });

  it('is readable with an indent', () => {
    expect(stringifyExact({ a: [1, new ExactNumber('1.0')], b: {} }, 2)).toBe(
      '{\n  "a": [\n    1,\n    1.0\n  ],\n  "b": {}\n}',
    );
  });

  it.each([
    ['', 0],
    ['{"a":1,}', 7],
    ['{"a" 1}', 5],
    ['[1 2]', 3],
    ['[1,2', 4],
    ['{"a":1,"a":2}', 7],
    ['[01]', 1],
    ['[hello]', 1],
    ['"abc', 0],
    ['1 2', 2],
    ['["a\nb"]', 1],
  ])('%j is refused at %i', (text, position) => {
    expect(positionOf(text)).toBe(position);
  });

  it('refuses what nests too deep', () => {
    expect(() => parseExact('['.repeat(100_000))).toThrow('nests deeper');
  });
});

import { expect, it } from 'vitest';
import { parseExact } from '@/json/parseExact';
import { every, glimpse, jsonPath, pathsOf, templateName, varName } from './paths';

const sample = parseExact(
  '{"id":12345678901234567890,"customer":{"name":"Ann","e-mail":null},"lines":[{"sku":"x"},{"sku":"y","gift":true}],"unit price":1.0,"it\'s":1,"run":2}',
);

it('finds every place of a sample, of lists the fields of all items', () => {
  expect(pathsOf(sample).map(({ steps }) => jsonPath(steps))).toEqual([
    '$.id',
    '$.customer',
    '$.lines',
    "$['unit price']",
    "$['it\\'s']",
    '$.run',
    '$.customer.name',
    "$.customer['e-mail']",
    '$.lines[0]',
    '$.lines[*]',
    '$.lines[0].sku',
    '$.lines[*].sku',
    '$.lines[*].gift',
  ]);
});

it('names a place in each of the languages', () => {
  expect(templateName(['lines', 0, 'unit price'])).toBe('lines.0.[unit price]');
  expect(templateName(['run'])).toBe('this.run');
  expect(templateName(['lines', every])).toBeNull();
  expect(varName(['lines', 0, 'sku'])).toBe('lines.0.sku');
  expect(varName(['a.b'])).toBeNull();
  expect(jsonPath(['a"b\\c\n'])).toBe(`$['a"b\\\\c\\n']`);
});

it('gives a glimpse with the digits of a number', () => {
  expect(
    pathsOf(sample)
      .map(({ value }) => glimpse(value))
      .slice(0, 4),
  ).toEqual(['12345678901234567890', '{…}', '2 items', '1.0']);
});

it('is bounded for records of any size', () => {
  const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`f${at}`, { a: { b: at } }]));
  expect(pathsOf(wide)).toHaveLength(500);
  expect(pathsOf(null)).toEqual([]);
  expect(pathsOf(undefined)).toEqual([]);
});

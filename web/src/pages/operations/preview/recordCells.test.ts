import { expect, it } from 'vitest';
import { columnsOf, shortly } from './recordCells';

it('has the fields of all records, each once', () => {
  expect(columnsOf([{ id: 1 }, { id: 2, name: 'a' }])).toEqual(['id', 'name']);
});

it('has no columns for what is no object', () => {
  expect(columnsOf([1, { id: 2 }])).toEqual([]);
});

it('says a value in one line', () => {
  expect([shortly('a'), shortly(1), shortly(null), shortly(['a', 'b']), shortly({ a: true })]).toEqual([
    'a',
    '1',
    '',
    'a, b',
    '{"a":true}',
  ]);
});

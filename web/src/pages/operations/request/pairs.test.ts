import { expect, it } from 'vitest';
import { objectOf, rowsOf } from './pairs';

it('keeps what nobody has changed as it is: numbers, switches and names that stand twice', () => {
  const query = { limit: 100, deep: true, tag: ['a', 'b'], since: '{{lastRun}}' };

  expect(objectOf(rowsOf(query))).toEqual(query);
});

it('leaves out what has no name yet', () => {
  expect(objectOf([{ key: 0, name: '', text: 'x', given: undefined }])).toEqual({});
});

it('has no rows for nothing', () => {
  expect(rowsOf(undefined)).toEqual([]);
});

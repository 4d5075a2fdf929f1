import { expect, test } from 'vitest';
import { nextSort, tableSearch } from './tableSearch';

test('an address is read as far as it is known', () => {
  expect(tableSearch({ q: 'fuchsia', sort: '-name', other: 1 })).toEqual({ q: 'fuchsia', sort: '-name' });
  expect(tableSearch({ q: 42, sort: ['x'] })).toEqual({ q: '42' });
  expect(tableSearch({ q: '' })).toEqual({});
});

test('a column is ordered one way, then the other', () => {
  expect(nextSort(undefined, 'name')).toBe('name');
  expect(nextSort('name', 'name')).toBe('-name');
  expect(nextSort('-name', 'name')).toBe('name');
  expect(nextSort('-name', 'status')).toBe('status');
});

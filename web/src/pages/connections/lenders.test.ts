import { expect, test } from 'vitest';
import { borrowersOf, lendersFor, poolOf } from './lenders';

const connection = (id: string, borrowConcurrencyFrom: string | null = null) => ({ id, borrowConcurrencyFrom });
const ids = (found: { id: string }[]) => found.map(({ id }) => id);

const first = connection('first');
const second = connection('second', 'first');
const third = connection('third', 'second');
const other = connection('other');
const all = [first, second, third, other];

test('a new connection may borrow from any', () => {
  expect(ids(lendersFor(undefined, all))).toEqual(['first', 'second', 'third', 'other']);
});

test('what would close a circle is not offered, however long the way', () => {
  expect(ids(lendersFor('first', all))).toEqual(['other']);
  expect(ids(lendersFor('second', all))).toEqual(['first', 'other']);
  expect(ids(lendersFor('third', all))).toEqual(['first', 'second', 'other']);
});

test('the pool is that of the last lender', () => {
  expect(poolOf(third, all)).toBe(first);
  expect(poolOf(other, all)).toBe(other);
  expect(poolOf(connection('lost', 'gone'), all).id).toBe('lost');
});

test('a circle ends the walk', () => {
  const circle = [connection('a', 'b'), connection('b', 'a')];

  expect(circle).toContain(poolOf(connection('a', 'b'), circle));
  expect(lendersFor('a', circle)).toEqual([]);
});

test('borrowers are those that borrow directly', () => {
  expect(ids(borrowersOf('first', all))).toEqual(['second']);
});

import { describe, expect, it } from 'vitest';
import type { Json } from '@/json/json';
import { parseExact } from '@/json/parseExact';
import { stringifyExact } from '@/json/stringifyExact';
import { filterOf, groupOf } from './query';

const shown = [
  '{"==":[{"var":"status"},"open"]}',
  '{"and":[{"==":[{"var":"status"},"open"]}]}',
  '{"or":[{">":[{"var":"priority"},2]},{"!=":[{"var":"a.b.0"},12345678901234567890]}]}',
  '{"and":[{"or":[{"===":[{"var":"vip"},true]},{"<=":[1.0,{"var":"n"},5]}]},{"in":["vip",{"var":"tags"}]}]}',
  '{"!":{"and":[{"!":{"in":[{"var":"status"},["open","closed"]]}},{"!!":{"var":"x"}}]}}',
  '{"and":[{"!":{"var":"x"}},{"==":[{"var":"owner"},null]},{"!=":[{"var":"owner"},null]}]}',
  '{"==":[{"substr":[{"var":"id"},0,2]},"A-"]}',
  '{"!":{"==":[{"substr":[{"var":"id"},-2]},"-Z"]}}',
  '{"in":[{"var":"n"},[]]}',
  '{"==":[{"var":"a"},""]}',
];

const kept = [
  '{"==":[{"var":""},""]}',
  '{"==":[{"var":["status","none"]},"open"]}',
  '{"==":[{"var":"a"},{"var":"b"}]}',
  '{"and":[]}',
  '{"and":[true,{"==":[{"var":"a"},1]}]}',
  '{"and":[{"==":[{"var":"a"},1]},null]}',
  '{"!":[{"var":"a"}]}',
  '{"!":{"!":{"and":[{"==":[{"var":"a"},1]}]}}}',
  '{"==":[{"var":"a"},[1]]}',
  '{"in":[{"var":"a"},[1,"1"]]}',
  '{"==":[{"substr":[{"var":"id"},0,3]},"A-"]}',
  '{"==":[{"substr":[{"var":"id"},0,2]},5]}',
  '{"==":[{"var":"a"},1],"x":2}',
  '{"if":[{"var":"a"},true,false]}',
  '{"==":["open",{"var":"status"}]}',
  '{"<=":[null,{"var":"n"},5]}',
  'true',
  '"x"',
  '[]',
  '{}',
];

describe('a filter and the builder', () => {
  it.each(shown)('%s comes back as it was', (text) => {
    const group = groupOf(parseExact(text));
    expect(group).not.toBeNull();
    expect(group && stringifyExact(filterOf(group).filter)).toBe(text);
  });

  it.each(kept)('%s is nothing for the builder', (text) => {
    expect(groupOf(parseExact(text))).toBeNull();
  });

  it('no filter is an empty group, and the other way round', () => {
    expect(groupOf(null)).toEqual({ combinator: 'and', rules: [] });
    expect(filterOf({ combinator: 'or', not: true, rules: [{ combinator: 'and', rules: [] }] })).toEqual({
      filter: null,
      missing: null,
    });
  });

  it('says what is missing', () => {
    const half = { field: 'n', operator: '>', value: { kind: 'number' as const, texts: ['1x'] } };
    expect(filterOf({ combinator: 'and', rules: [half] }).missing).toBe('n: a number is missing.');
    expect(
      filterOf({ combinator: 'and', rules: [{ ...half, operator: 'begins', value: { kind: 'text', texts: [''] } }] })
        .missing,
    ).toBe('n: a value is missing.');
  });

  it('whatever rule is made of these parts is shown exactly or not at all', () => {
    const random = generator(7);
    for (let round = 0; round < 3000; round++) {
      const rule = generated(random, 3);
      const group = groupOf(rule);
      if (group !== null) {
        expect(stringifyExact(filterOf(group).filter)).toBe(stringifyExact(rule));
      }
    }
  });
});

/** Numbers from a seed, so that a failure comes again. */
function generator(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

function generated(random: (bound: number) => number, depth: number): Json {
  const literals: readonly Json[] = [
    null,
    true,
    0,
    1,
    'a',
    '',
    parseExact('1.0'),
    'Ä😀',
    { var: 'x' },
    ['a', 'b'],
    [1],
  ];
  const pick = <T>(from: readonly T[]): T => from[random(from.length)] as T;
  if (depth === 0 || random(4) === 0) {
    return random(3) === 0 ? { substr: [{ var: 'x' }, pick([0, -1, -2]), pick([1, 2])] } : pick(literals);
  }

  const inner = () => generated(random, depth - 1);
  return {
    [pick(['==', '!=', 'in', '<=', '!', '!!', 'and', 'or', 'var'])]: pick<() => Json>([
      () => [inner(), inner()],
      () => [{ var: 'x' }, inner()],
      () => [inner(), { var: 'x' }],
      () => [inner(), { var: 'x' }, inner()],
      () => inner(),
    ])(),
  };
}

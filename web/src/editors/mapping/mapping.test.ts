import { describe, expect, it } from 'vitest';
import type { Json } from '@/json/json';
import { parseExact } from '@/json/parseExact';
import { stringifyExact } from '@/json/stringifyExact';
import { constant, converted, documentOf, firstProblem, newRow, nodeOf, withOption } from './mapping';

const trip = (text: string): string => stringifyExact(documentOf(nodeOf(parseExact(text))));

describe('a mapping as rows', () => {
  it.each([
    '"$"',
    '{}',
    '{"a":"$.x","b":"{{x}}","c":"plain","d":12345678901234567890,"e":1.0,"f":1,"g":null,"h":true,"":"$.y"}',
    '{"a":{"b":{"c":["$.x",[],{},null,{"@const":[1]}]}}}',
    '{"a":{"@from":"$.x"},"b":{"@type":"integer","@from":"$.x","@default":1.0},"c":{"@when":true,"@const":"$0"}}',
    '{"l":{"@do":{"@each":"$[*]","@do":"{{this}}"},"@each":"$.l[*]","@when":{"==":[1,1.0]}}}',
    '{"wrong":{"@from":5},"mixed":{"@from":"$.a","b":1},"many":{"@from":"$.a","@const":1},"odd":{"@nope":1}}',
    '{"__proto__":{"__proto__":"$.a"},"constructor":"x"}',
    '[{"@each":"$.a","@do":1}]',
    '7',
  ])('%s comes back as it was', (text) => {
    expect(trip(text)).toBe(text);
  });

  it('whatever document is made of these parts comes back, to the digit and in its order', () => {
    const random = generator(11);
    for (let round = 0; round < 3000; round++) {
      const text = stringifyExact(generated(random, 4));
      expect(trip(text)).toBe(text);
    }
  });

  it('rows without a name, or with one that is taken, are not in the document, and say so', () => {
    const first = newRow('a', nodeOf('$.x'));
    const second = newRow('a', nodeOf('$.y'));
    const third = newRow(null, nodeOf('$.z'));
    expect(documentOf({ kind: 'object', rows: [first, second, third] })).toEqual({ a: '$.x' });
    expect(firstProblem({ kind: 'object', rows: [first, second] })).toContain('"a" already');
    expect(firstProblem({ kind: 'list', rows: [newRow(null, { kind: 'object', rows: [third] })] })).toContain('a name');
    expect(firstProblem({ kind: 'list', rows: [third] })).toBeNull();
  });

  it('an option makes a directive, and its last one taken away leaves the text alone', () => {
    const typed = withOption(nodeOf('$.x'), '@type', 'integer');
    expect(documentOf(typed)).toEqual({ '@from': '$.x', '@type': 'integer' });
    expect(documentOf(withOption(typed, '@type', undefined))).toBe('$.x');
    expect(documentOf(withOption(constant('$0', null), '@when', undefined))).toEqual({ '@const': '$0' });
    expect(documentOf(withOption(nodeOf(5), '@when', true))).toEqual({ '@const': 5, '@when': true });
  });

  it('another kind keeps what both have', () => {
    const each = converted(withOption(nodeOf('$.l[*]'), '@when', true), 'each');
    expect(documentOf(each)).toEqual({ '@each': '$.l[*]', '@do': {}, '@when': true });
    expect(documentOf(converted(each, 'value'))).toEqual({ '@from': '$.l[*]', '@when': true });
    expect(documentOf(converted(nodeOf('$.x'), 'list'))).toEqual(['$.x']);
    expect(documentOf(converted(nodeOf({ a: 1 }), 'each'))).toEqual({ '@each': '', '@do': { a: 1 } });
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
  const pick = <T>(from: readonly T[]): T => from[random(from.length)] as T;
  const leaf = (): Json =>
    pick<Json>([
      '$',
      '$.a',
      '$.a[*]',
      '{{a}}',
      'x',
      '',
      null,
      true,
      0,
      parseExact('1.0'),
      parseExact('12345678901234567890'),
    ]);
  if (depth === 0) {
    return leaf();
  }

  const inner = () => generated(random, depth - 1);
  const some = (names: readonly string[]): Json =>
    Object.fromEntries(names.filter(() => random(2) === 0).map((name) => [name, inner()]));
  return pick<() => Json>([
    leaf,
    () => Array.from({ length: random(3) }, inner),
    () => some(['b', 'a', '', 'ä b', '__proto__']),
    () => ({
      ...(some(['@type', '@format', '@default', '@lookup', '@when']) as object),
      '@from': pick(['$.a', '{{a}}']),
    }),
    () => ({ '@each': '$.a[*]', ...(random(2) === 0 && { '@when': inner() }), '@do': inner() }),
    () => ({ '@const': inner(), ...(random(2) === 0 && { '@when': inner() }) }),
    () => some(['@from', '@each', '@do', '@const', 'x']),
  ])();
}

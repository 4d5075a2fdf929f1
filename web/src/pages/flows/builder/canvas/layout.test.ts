import { expect, test } from 'vitest';
import type { FlowDraft } from '../draft/flowDraft';
import { newStep } from '../draft/newParts';
import { layoutOf, nearestPlace, pathOf, type Box } from './layout';

const step = (id: string) => ({ ...newStep({ import: 'imp_1' }), id });
const draft: FlowDraft = {
  sources: [
    { id: 's', export: 'exp_1' },
    { id: 't', export: 'exp_1' },
  ],
  steps: [
    step('a'),
    {
      ...newStep({
        branch: {
          mode: 'first',
          cases: [
            { name: 'open', when: null, steps: [step('c'), step('d')] },
            { name: 'rest', when: null, steps: [] },
          ],
        },
      }),
      id: 'b',
    },
    step('e'),
  ],
};

test('everything stands in reading order', () => {
  expect(layoutOf(draft, false).boxes.map(({ id }) => id)).toEqual([
    's',
    't',
    'add-source',
    'insert/0',
    'a',
    'insert/1',
    'b',
    'b/0',
    'insert/b/0/0',
    'c',
    'insert/b/0/1',
    'd',
    'insert/b/0/2',
    'b/1',
    'insert/b/1/0',
    'insert/2',
    'e',
    'add-step',
  ]);
});

test('nothing lies upon another', () => {
  const { boxes } = layoutOf(draft, true);
  const overlaps = (one: Box, other: Box) =>
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height;
  const pairs = boxes.flatMap((one, index) => boxes.slice(index + 1).map((other) => [one, other] as const));
  expect(pairs.filter(([one, other]) => overlaps(one, other)).map(([one, other]) => `${one.id} ${other.id}`)).toEqual(
    [],
  );
});

test('every way leads on: sources into the first step, cases into what follows their branch', () => {
  const lines = layoutOf(draft, false).lines.map(({ id }) => id);
  expect(lines).toEqual(
    expect.arrayContaining([
      's>a',
      't>a',
      'a>b',
      'b>b/0',
      'b>b/1',
      'd>insert/b/0/2',
      'insert/b/0/2>e',
      'insert/b/1/0>e',
    ]),
  );
});

test('a dragged step goes to the nearest place, and nowhere when it is far from all', () => {
  const layout = layoutOf(draft, false);
  const end = layout.boxes.find(({ id }) => id === 'insert/b/1/0');
  expect(nearestPlace(layout, (end?.x ?? 0) + 20, end?.y ?? 0)).toEqual({ list: { branch: 'b', case: 1 }, index: 0 });
  expect(nearestPlace(layout, 0, 5_000)).toBeNull();
});

test('a line on one height is straight', () => {
  expect(pathOf({ id: 'x', from: { x: 0, y: 5 }, to: { x: 50, y: 5 }, bend: 25, isOpen: false })).toBe('M0 5H50');
});

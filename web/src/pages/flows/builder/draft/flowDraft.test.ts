import { describe, expect, test } from 'vitest';
import type { FlowStepView } from '@/api/schema';
import { changed, findStep, mayMove, nextPlace, placeOf, stepsOf, type FlowDraft } from './flowDraft';
import { copyOf, newBranch, newStep } from './newParts';

const step = (id: string, more: Partial<FlowStepView> = {}): FlowStepView => ({
  ...newStep({ import: 'imp_1' }),
  ...more,
  id,
});

const branch = (id: string, ...cases: FlowStepView[][]): FlowStepView => ({
  ...newBranch(),
  id,
  branch: { mode: 'first', cases: cases.map((steps, i) => ({ name: `case ${i}`, when: { '==': [1, i] }, steps })) },
});

const draft = (...steps: FlowStepView[]): FlowDraft => ({ sources: [{ id: 's', export: 'exp_1' }], steps });
const ids = (of: FlowDraft) => Array.from(stepsOf(of.steps), ({ id }) => id);

describe('steps', () => {
  test('one is added where it is said, in a case too', () => {
    const before = draft(step('a'), branch('b', [step('c')], []), step('d'));
    expect(ids(changed(before, { type: 'addStep', at: { list: null, index: 1 }, step: step('x') }))).toEqual([
      'a',
      'x',
      'b',
      'c',
      'd',
    ]);
    expect(
      ids(changed(before, { type: 'addStep', at: { list: { branch: 'b', case: 1 }, index: 0 }, step: step('x') })),
    ).toEqual(['a', 'b', 'c', 'x', 'd']);
    expect(ids(before)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('one is moved forwards, backwards, into a case and out of it', () => {
    const before = draft(step('a'), branch('b', [step('c')], []), step('d'));
    const move = (id: string, list: null | number, index: number) =>
      ids(
        changed(before, {
          type: 'moveStep',
          id,
          to: { list: list === null ? null : { branch: 'b', case: list }, index },
        }),
      );
    expect(move('a', null, 3)).toEqual(['b', 'c', 'd', 'a']);
    expect(move('d', null, 0)).toEqual(['d', 'a', 'b', 'c']);
    expect(move('a', 1, 0)).toEqual(['b', 'c', 'a', 'd']);
    expect(move('c', null, 0)).toEqual(['c', 'a', 'b', 'd']);
  });

  test('a branch does not go into itself, and nothing goes where it stands', () => {
    const before = draft(branch('b', [branch('inner', [])]), step('d'));
    expect(mayMove(before, 'b', { list: { branch: 'b', case: 0 }, index: 0 })).toBe(false);
    expect(mayMove(before, 'b', { list: { branch: 'inner', case: 0 }, index: 0 })).toBe(false);
    expect(mayMove(before, 'b', { list: null, index: 1 })).toBe(false);
    expect(mayMove(before, 'b', { list: null, index: 2 })).toBe(true);
    expect(changed(before, { type: 'moveStep', id: 'b', to: { list: { branch: 'b', case: 0 }, index: 0 } })).toBe(
      before,
    );
  });

  test('a copy has ids of its own, those inside of it too', () => {
    const before = branch('b', [step('c'), step('d')]);
    const copy = copyOf(before);
    const copied = ids(draft(copy));
    expect(copied).toHaveLength(3);
    expect(copied.filter((id) => ['b', 'c', 'd'].includes(id))).toEqual([]);
    expect(copy.branch?.cases[0]?.steps[0]?.import).toBe('imp_1');
  });

  test('what does not change stays the same', () => {
    const before = draft(branch('b', [step('c')]), branch('other', [step('d')]));
    const after = changed(before, { type: 'changeStep', id: 'c', to: { name: 'x' } });
    expect(after.steps[0]).not.toBe(before.steps[0]);
    expect(after.steps[1]).toBe(before.steps[1]);
  });

  test('what is removed from a case leaves the others as they are', () => {
    const before = draft(branch('b', [step('c'), step('d')], [step('e')]));
    expect(ids(changed(before, { type: 'removeStep', id: 'c' }))).toEqual(['b', 'd', 'e']);
    expect(placeOf(before, 'e')).toEqual({ list: { branch: 'b', case: 1 }, index: 0 });
  });
});

test('the keyboard moves a step through every place, into branches and out of them', () => {
  let now = draft(step('a'), branch('b', [step('c')], []), step('d'));
  const seen: string[] = [];
  for (let to = nextPlace(now, 'a', 1); to !== null; to = nextPlace(now, 'a', 1)) {
    now = changed(now, { type: 'moveStep', id: 'a', to });
    const { list, index } = placeOf(now, 'a') ?? { list: null, index: -1 };
    seen.push(list === null ? `${index}` : `${list.case}.${index}`);
  }

  expect(seen).toEqual(['0.0', '0.1', '1.0', '1', '2']);
  for (let to = nextPlace(now, 'a', -1); to !== null; to = nextPlace(now, 'a', -1)) {
    now = changed(now, { type: 'moveStep', id: 'a', to });
  }

  expect(ids(now)).toEqual(['a', 'b', 'c', 'd']);
});

describe('cases', () => {
  test('a new one stands before the one that takes every record, which is only tried at last', () => {
    const before = draft(newBranch());
    const id = before.steps[0]?.id ?? '';
    const after = changed(before, { type: 'addCase', branch: id });
    expect(findStep(after, id)?.branch?.cases.map(({ name }) => name)).toEqual(['Case 1', 'Case 3', 'Everything else']);
  });

  test('they change places with their steps', () => {
    const before = draft(branch('b', [step('c')], [step('d')]));
    expect(ids(changed(before, { type: 'moveCase', branch: 'b', index: 0, by: 1 }))).toEqual(['b', 'd', 'c']);
    expect(ids(changed(before, { type: 'moveCase', branch: 'b', index: 1, by: 1 }))).toEqual(['b', 'c', 'd']);
  });
});

test('sources change their order', () => {
  const two = changed(draft(), { type: 'addSource', source: { id: 't', export: 'exp_2' } });
  const swapped = changed(two, { type: 'moveSource', id: 't', by: -1 });
  expect(swapped.sources.map(({ id }) => id)).toEqual(['t', 's']);
  expect(changed(swapped, { type: 'removeSource', id: 't' }).sources).toEqual([{ id: 's', export: 'exp_1' }]);
});

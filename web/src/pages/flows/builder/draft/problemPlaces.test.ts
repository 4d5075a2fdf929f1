import { expect, test } from 'vitest';
import { ApiError } from '@/api/problem';
import type { FlowDraft } from './flowDraft';
import { newStep } from './newParts';
import { locate, problemsOf } from './problemPlaces';

const inner = { ...newStep({ import: 'imp_1' }), id: 'inner' };
const draft: FlowDraft = {
  sources: [{ id: 's', export: 'exp_1' }],
  steps: [
    { ...newStep({ lookup: 'exp_2' }), id: 'a' },
    { ...newStep({ branch: { mode: 'all', cases: [{ name: null, when: null, steps: [inner] }] } }), id: 'b' },
  ],
};

test.each([
  ['sources[0].export', { id: 's', field: 'export' }],
  ['steps[0].into', { id: 'a', field: 'into' }],
  ['steps[1].branch.cases[0].when', { id: 'b', field: 'branch.cases[0].when' }],
  ['steps[1].branch.cases[0].steps[0].import', { id: 'inner', field: 'import' }],
  ['steps[9].into', null],
  ['name', null],
])('%s is at %o', (path, place) => {
  expect(locate(path, draft)).toEqual(place);
});

test('a refusal is told where it belongs', () => {
  const error = new ApiError(422, 'validation', 'No.', [
    { field: 'steps[0].when', code: 'filter', message: 'No filter.' },
    { field: 'steps[0].into', code: 'validation', message: 'No path.' },
  ]);
  expect(problemsOf(error, draft)).toEqual({ a: { when: 'No filter.', into: 'No path.' } });
});

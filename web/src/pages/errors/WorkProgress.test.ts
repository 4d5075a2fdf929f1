import { expect, test } from 'vitest';
import type { RunView } from '@/api/schema';
import { workInWords } from './WorkProgress';

const run = (status: RunView['status'], read: number, error = 0, ignored = 0) =>
  ({
    status,
    trigger: 'retry',
    error: null,
    pause: null,
    steps: [{ id: 'write', read, success: read - error - ignored, error, ignored, requests: read }],
  }) as unknown as RunView;

test('what a retry did is told in a sentence', () => {
  expect(workInWords(run('running', 3_400), true, 10_000)).toBe(
    '3,400 of 10,000 done so far… You can leave this page.',
  );
  expect(workInWords(run('completed', 10_000, 10), false, 10_000)).toBe('9,990 went through, 10 failed again.');
  expect(workInWords(run('completed', 3), false, null)).toBe('3 went through.');
  expect(workInWords(run('completed', 5, 0, 5), false, null)).toBe('5 resolved.');
  expect(workInWords(run('completed', 0), false, null)).toBe('There was nothing to do: no open error matched.');
  expect(workInWords(run('cancelled', 2), false, null)).toBe('It was cancelled after 2.');
});

import { expect, it } from 'vitest';
import { counted, words } from './RunState';

const step = (error: number) => ({ id: 'write', read: 9, success: 9 - error, error, ignored: 0, requests: 9 });

it('says what a completed run could not deliver', () => {
  expect(words({ status: 'completed', steps: [step(0)] })).toBe('completed');
  expect(words({ status: 'completed', steps: [step(1)] })).toBe('completed with 1 error');
  expect(words({ status: 'completed', steps: [step(2), step(3)] })).toBe('completed with 5 errors');
  expect(words({ status: 'failed', steps: [step(2)] })).toBe('failed');
});

it('counts large numbers readably', () => {
  expect(counted(1_234, 'record')).toBe('1,234 records');
});

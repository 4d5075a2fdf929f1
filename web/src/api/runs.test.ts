import { expect, test } from 'vitest';
import { durationInWords, durationMs, recordsOf } from './runs';
import type { FlowView, RunView } from './schema';

const flow = { sources: [{ id: 'tickets', export: 'exp_1' }] } as Pick<FlowView, 'sources'>;
const step = (id: string, read: number) => ({ id, read, success: read, error: 0, ignored: 0, requests: 0 });

test('records are those of the sources; of a retry, those that were taken up again', () => {
  const steps = [step('tickets', 40), step('write', 30)];

  expect(recordsOf({ trigger: 'manual', steps }, flow)).toBe(40);
  expect(recordsOf({ trigger: 'retry', steps: [step('tickets', 0), step('write', 3)] }, flow)).toBe(3);
  expect(recordsOf({ trigger: 'manual', steps: [step('tickets', 0), step('write', 3)] }, flow)).toBe(0);
});

test('durations are told as people do', () => {
  expect([0, 412, 9_949, 38_900, 250_000, 7_500_000].map(durationInWords)).toEqual([
    '0.0 s',
    '0.4 s',
    '9.9 s',
    '38 s',
    '4 min 10 s',
    '2 h 5 min',
  ]);
  const run = { startedAt: '2026-03-01T12:00:00Z', endedAt: null } as Pick<RunView, 'startedAt' | 'endedAt'>;
  expect(durationMs(run, Date.parse('2026-03-01T12:00:05Z'))).toBe(5_000);
});

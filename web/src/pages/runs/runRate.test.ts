import { expect, test } from 'vitest';
import type { RunView } from '@/api/schema';
import { runRate, runRateInWords, withRunSample, type RunSample } from './runRate';

const at = (read: number) => ({ steps: [{ id: 'tickets', read }] }) as RunView;

test('a rate is that of the last seconds', () => {
  const samples = [0, 1, 2, 3, 4, 5, 6, 7].reduce<readonly RunSample[]>(
    (before, second) => withRunSample(before, at(second < 3 ? 0 : second * 100), second * 1000),
    [],
  );

  expect(samples.length).toBeLessThanOrEqual(7);
  expect(runRate(samples, 'tickets')).toBeCloseTo(700 / 6);
  expect(runRate(samples, 'gone')).toBe(0);
});

test('nothing is known of one moment', () => {
  expect(runRate(withRunSample([], at(5), 0), 'tickets')).toBeNull();
});

test('rates are short', () => {
  expect([null, 0, 2.44, 1234.5].map(runRateInWords)).toEqual(['–', '0', '2.4', '1,235']);
});

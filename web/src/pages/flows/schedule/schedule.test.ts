import { expect, test } from 'vitest';
import { isZone, nextClockChange, offsetOf } from './clock';
import { choiceOf, cronOf } from './scheduleChoice';

test.each([
  ['0 0/15 * * * ?', 'minutes'],
  ['0 7 * * * ?', 'hourly'],
  ['0 30 6 * * ?', 'daily'],
  ['0 5 18 ? * MON-FRI', 'weekdays'],
  ['0 0 0 L * ?', 'monthly'],
  ['0 0 9 ? * MON#1', 'cron'],
  ['0 0/7 * * * ?', 'cron'],
])('%s is the choice %s and comes back', (cron, kind) => {
  const choice = choiceOf(cron);

  expect(choice.kind).toBe(kind);
  expect(cronOf(choice)).toBe(cron);
});

test('no schedule is none', () => {
  expect(cronOf(choiceOf(null))).toBeNull();
});

test('the next change of clocks is found to the minute', () => {
  const change = nextClockChange('Europe/Paris', Date.parse('2026-01-15T08:00:00Z'));

  expect(new Date(change ?? 0).toISOString()).toBe('2026-03-29T01:00:00.000Z');
  expect(nextClockChange('UTC', 0)).toBeNull();
  expect(offsetOf('Europe/Paris', (change ?? 0) + 1)).toBe('GMT+2');
  expect([isZone('Europe/Paris'), isZone('Mars/Base')]).toEqual([true, false]);
});

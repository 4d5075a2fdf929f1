import { expect, it } from 'vitest';
import { everyHour } from './hours';

const now = Date.parse('2026-03-02T10:59:00Z');

it('has every hour of the day, those without records too', () => {
  const hours = everyHour([{ at: '2026-03-02T09:00:00+00:00', records: 5, errors: 1 }], 1, now);

  expect(hours).toHaveLength(24);
  expect(hours[0]).toEqual({ at: '2026-03-01T11:00:00.000Z', records: 0, errors: 0 });
  expect(hours.at(-2)).toEqual({ at: '2026-03-02T09:00:00+00:00', records: 5, errors: 1 });
  expect(hours.at(-1)?.at).toBe('2026-03-02T10:00:00.000Z');
});

it('leaves out what is older', () => {
  const hours = everyHour([{ at: '2026-02-01T09:00:00Z', records: 5, errors: 1 }], 7, now);

  expect(hours).toHaveLength(168);
  expect(hours.reduce((sum, { records }) => sum + records, 0)).toBe(0);
});

import type { HourView } from '@/api/schema';

const hourMs = 3_600_000;

/** Every hour of the last days up to the one that runs, oldest first; those in which nothing came in too. */
export function everyHour(worked: readonly HourView[], days: number, now: number): readonly HourView[] {
  const counts = new Map(worked.map((hour) => [new Date(hour.at).getTime(), hour]));
  const last = Math.floor(now / hourMs);
  return Array.from({ length: days * 24 }, (_, i) => {
    const at = (last - days * 24 + 1 + i) * hourMs;
    return counts.get(at) ?? { at: new Date(at).toISOString(), records: 0, errors: 0 };
  });
}

import type { TrafficView } from '@/api/schema';

type Pool = Pick<TrafficView, 'level' | 'inFlight' | 'waiting' | 'pausedUntil' | 'pauseReason' | 'budget'>;

/** What a pool waits for, in words; null while it does not. */
export function waitInWords(name: string, pool: Pool, now: number): string | null {
  const until = pool.pausedUntil ?? pool.budget.pausedUntil;
  if (until !== null && new Date(until).getTime() > now) {
    return `waiting for the rate limit of ${name}, ${timeLeft(new Date(until).getTime() - now)}`;
  }

  if (pool.pauseReason !== null) {
    return `waiting for ${name}: ${pool.pauseReason}`;
  }

  if (pool.waiting === 0) {
    return null;
  }

  if (pool.inFlight >= pool.level) {
    return `waiting for a free slot of ${name}`;
  }

  return pool.budget.size !== null && pool.budget.used >= pool.budget.size - 1
    ? `waiting for the rate limit of ${name}`
    : null;
}

/** "7 s", "4 min". */
function timeLeft(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}

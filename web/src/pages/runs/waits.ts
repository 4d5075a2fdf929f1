import type { RunWaitView, TrafficView } from '@/api/schema';
import { counted } from '@/components/RunState';

type Pool = Pick<TrafficView, 'level' | 'inFlight' | 'waiting' | 'pausedUntil' | 'pauseReason' | 'budget'>;

/** Requests wait at a connection; else it is the run, or some of its records. */
export const isOfConnection = ({ reason }: Pick<RunWaitView, 'reason'>): boolean =>
  reason === 'slot' || reason === 'rate_limit' || reason === 'offline' || reason === 'job';

/** What a run waits for at a connection of this name, in words. */
export function runWaitInWords(wait: RunWaitView, name: string, now: number): string {
  const left = wait.until === null ? 0 : new Date(wait.until).getTime() - now;
  const time = left > 0 ? `, ${timeLeft(left)}` : '';
  const why = wait.message === null ? '' : `: ${wait.message}`;
  switch (wait.reason) {
    case 'slot':
      return `waiting for a free slot of ${name}`;
    case 'rate_limit':
      return `waiting for the rate limit of ${name}${time}`;
    case 'offline':
      return `waiting for ${name}${why}`;
    case 'attempt':
      return `some records are tried again later${time}`;
    case 'record':
      return `waiting for a record of another run with the same key${why}`;
    case 'job':
      return `waiting for a job of ${name} that changes ${counted(wait.count ?? 1, 'record')}`;
    case 'run':
      return 'waiting for another run of this flow';
  }
}

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

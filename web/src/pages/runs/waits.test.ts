import { expect, test } from 'vitest';
import { runWaitInWords, waitInWords } from './waits';

const now = Date.parse('2026-03-01T12:00:00Z');
const idle = {
  level: 10,
  inFlight: 0,
  waiting: 0,
  pausedUntil: null,
  pauseReason: null,
  budget: { key: 'gorgias:fuchsia', used: 0, size: 40, pausedUntil: null },
};

test('a rate limit is told with the seconds that are left', () => {
  const budget = { ...idle.budget, pausedUntil: '2026-03-01T12:00:07Z' };

  expect(waitInWords('Gorgias fuchsia', { ...idle, budget }, now)).toBe(
    'waiting for the rate limit of Gorgias fuchsia, 7 s',
  );
});

test('a pause that is over is none', () => {
  expect(waitInWords('Gorgias', { ...idle, pausedUntil: '2026-03-01T11:59:59Z' }, now)).toBeNull();
});

test('a full pool and a full bucket are told apart', () => {
  expect(waitInWords('Gorgias', { ...idle, waiting: 3, inFlight: 10 }, now)).toBe('waiting for a free slot of Gorgias');
  expect(waitInWords('Gorgias', { ...idle, waiting: 3, budget: { ...idle.budget, used: 40 } }, now)).toBe(
    'waiting for the rate limit of Gorgias',
  );
});

test('nothing waits where nothing asks', () => {
  expect(waitInWords('Gorgias', { ...idle, inFlight: 10 }, now)).toBeNull();
});

test('what is offline says why', () => {
  expect(waitInWords('Gorgias', { ...idle, pauseReason: 'It refuses the password.' }, now)).toBe(
    'waiting for Gorgias: It refuses the password.',
  );
});

const wait = { connection: 'conn_1', run: null, until: null, count: 3, message: null };

test('a run tells what it waits for, with the time that is left', () => {
  const limited = { ...wait, reason: 'rate_limit' as const, until: '2026-03-01T12:00:07Z' };
  expect(runWaitInWords(limited, 'Gorgias', now)).toBe('waiting for the rate limit of Gorgias, 7 s');
  expect(runWaitInWords({ ...limited, until: '2026-03-01T11:00:00Z' }, 'Gorgias', now)).toBe(
    'waiting for the rate limit of Gorgias',
  );
  expect(runWaitInWords({ ...wait, reason: 'offline', message: 'It is gone.' }, 'Gorgias', now)).toBe(
    'waiting for Gorgias: It is gone.',
  );
  expect(runWaitInWords({ ...wait, reason: 'attempt', until: '2026-03-01T12:05:00Z' }, 'Gorgias', now)).toBe(
    'some records are tried again later, 5 min',
  );
  expect(runWaitInWords({ ...wait, reason: 'job', count: 1_200 }, 'Gorgias', now)).toBe(
    'waiting for a job of Gorgias that changes 1,200 records',
  );
});

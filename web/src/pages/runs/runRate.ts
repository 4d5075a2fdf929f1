import type { RunView } from '@/api/schema';

/** What had come to each step at a moment. */
export interface RunSample {
  at: number;
  read: Readonly<Record<string, number>>;
}

/** As far back as a rate looks: a single second would make it jump. */
const spanMs = 5_000;

/** Adds what is now and forgets what is older than the span, but for the one before its beginning. */
export function withRunSample(samples: readonly RunSample[], run: RunView, at: number): readonly RunSample[] {
  const sample = { at, read: Object.fromEntries(run.steps.map((step) => [step.id, step.read])) };
  const first = samples.findIndex((one) => one.at >= at - spanMs);
  return [...(first < 0 ? samples.slice(-1) : samples.slice(Math.max(0, first - 1))), sample];
}

/** Records per second at a step; null while nothing is known. */
export function runRate(samples: readonly RunSample[], step: string): number | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || last.at <= first.at) {
    return null;
  }

  return Math.max(0, (((last.read[step] ?? 0) - (first.read[step] ?? 0)) * 1000) / (last.at - first.at));
}

/** "310", "2.4"; "–" while nothing is known. */
export const runRateInWords = (rate: number | null): string =>
  rate === null ? '–' : rate === 0 || rate >= 10 ? Math.round(rate).toLocaleString('en') : rate.toFixed(1);

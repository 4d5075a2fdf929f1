/** How a pool was at a moment. */
export interface Sample {
  /** In milliseconds. */
  at: number;
  /** Requests since the server started. */
  requests: number;
}

/** As long as the chart goes back. */
export const chartSpanMs = 5 * 60_000;

/** Adds what is now, and forgets what is older than the chart. A restarted server counts from nothing: so do we. */
export function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last !== undefined && (sample.requests < last.requests || sample.at < last.at)) {
    return [sample];
  }

  // One more than the span stays, so that the rate at its beginning is known.
  const first = samples.findIndex(({ at }) => at >= sample.at - chartSpanMs);
  return [...(first < 0 ? samples.slice(-1) : samples.slice(Math.max(0, first - 1))), sample];
}

/** Requests per second between each sample and the one before it. */
export function ratesOf(samples: readonly Sample[]): { at: number; rate: number }[] {
  return samples.slice(1).flatMap(({ at, requests }, index) => {
    const before = samples[index];
    return before === undefined || at <= before.at
      ? []
      : [{ at, rate: ((requests - before.requests) * 1000) / (at - before.at) }];
  });
}

/** Requests per second over the last seconds, which a single second would make jump. */
export function rateNow(samples: readonly Sample[], overMs = 5_000): number | null {
  const last = samples.at(-1);
  const first = last && samples.find(({ at }) => at >= last.at - overMs);
  return last === undefined || first === undefined || first.at >= last.at
    ? null
    : ((last.requests - first.requests) * 1000) / (last.at - first.at);
}

/** The chart's line in a box of 100 × 100, from the oldest at the left to now at the right. */
export function linePoints(rates: readonly { at: number; rate: number }[], now: number, top: number): string {
  return rates
    .map(({ at, rate }) => {
      const x = Math.max(0, 100 - ((now - at) / chartSpanMs) * 100);
      return `${x.toFixed(2)},${(100 - (rate / top) * 100).toFixed(2)}`;
    })
    .join(' ');
}

/** "2.4", "12", "–" while nothing is known. */
export function rateInWords(rate: number | null): string {
  return rate === null ? '–' : rate === 0 || rate >= 10 ? rate.toFixed(0) : rate.toFixed(1);
}

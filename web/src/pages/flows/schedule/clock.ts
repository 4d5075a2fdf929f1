/** How far a zone's clocks are from UTC at a moment: "GMT+2". */
export function offsetOf(zone: string, at: number): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

export const zones: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

/** Whether the browser knows the zone. */
export function isZone(zone: string): boolean {
  try {
    return offsetOf(zone, 0) !== '';
  } catch {
    return false;
  }
}

const dayMs = 86_400_000;

/** The next time that a zone's clocks change, to the minute; null where they do not within a year. */
export function nextClockChange(zone: string, from: number): number | null {
  const before = offsetOf(zone, from);
  for (let day = 1; day <= 366; day++) {
    const at = from + day * dayMs;
    if (offsetOf(zone, at) !== before) {
      let [low, high] = [at - dayMs, at];
      while (high - low > 60_000) {
        const middle = Math.floor((low + high) / 2);
        [low, high] = offsetOf(zone, middle) === before ? [middle, high] : [low, middle];
      }

      return Math.round(high / 60_000) * 60_000;
    }
  }

  return null;
}

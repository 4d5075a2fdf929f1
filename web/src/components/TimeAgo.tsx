const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** How long ago a time is: "3 minutes ago"; from a month on, its date. */
export function timeAgo(at: string, now: number = Date.now()): string {
  const seconds = (new Date(at).getTime() - now) / 1000;
  if (Math.abs(seconds) >= 30 * 86_400) {
    return new Date(at).toLocaleDateString(undefined, { dateStyle: 'medium' });
  }

  const step = steps.find(([, length]) => Math.abs(seconds) >= length);
  return step === undefined ? 'just now' : relative.format(Math.round(seconds / step[1]), step[0]);
}

/** A time as people say it; the exact one stands in the tooltip. */
export function TimeAgo({ at }: { at: string }) {
  return (
    <time dateTime={at} title={exact.format(new Date(at))} style={{ whiteSpace: 'nowrap' }}>
      {timeAgo(at)}
    </time>
  );
}

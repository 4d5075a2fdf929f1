import { useQuery } from '@tanstack/react-query';
import { api, bodyOf } from '@/api/client';
import { problemFields } from '@/api/problem';
import { isZone, nextClockChange, offsetOf } from './clock';
import classes from './FlowSchedule.module.css';

interface Schedule {
  cron: string;
  timezone: string;
}

const beforeChangeMs = 26 * 3_600_000;

/** The next times of a schedule as the server counts them. */
export const timesQuery = (schedule: Schedule | null, count: number, from?: string) => ({
  queryKey: ['preview', 'schedule', schedule, count, from],
  queryFn: async () =>
    (
      await bodyOf(
        api.POST('/v1/preview/schedule', {
          body: { schedule: { ...schedule, missed: 'once' } as never, count, ...(from !== undefined && { from }) },
        }),
      )
    ).times,
  enabled: schedule !== null,
  retry: false,
  placeholderData: (before: string[] | undefined) => before,
});

/** When a flow will run next, and what happens when the clocks change. */
export function NextTimes({ schedule, now }: { schedule: Schedule; now: number }) {
  const known = isZone(schedule.timezone);
  const zone = known ? schedule.timezone : 'UTC';
  const change = known ? nextClockChange(zone, now) : null;
  const next = useQuery(timesQuery(schedule, 5));
  const around = useQuery({
    ...timesQuery(schedule, 5, new Date((change ?? now) - beforeChangeMs).toISOString()),
    enabled: change !== null,
  });
  if (next.error !== null) {
    const said = Object.values(problemFields(next.error));
    return <p role="status">{said.length === 0 ? next.error.message : said.join(' ')}</p>;
  }

  const seen = (around.data ?? []).some((at) => change !== null && Date.parse(at) >= change);
  return (
    <>
      <Times label="Next times" times={next.data ?? []} zone={zone} />
      {change !== null && seen && (
        <>
          <h3 className={classes['sub']}>
            When the clocks change on{' '}
            {new Intl.DateTimeFormat(undefined, { timeZone: zone, dateStyle: 'long' }).format(change)}
          </h3>
          <Times label="Times around the change of clocks" times={around.data ?? []} zone={zone} />
        </>
      )}
    </>
  );
}

function Times({ label, times, zone }: { label: string; times: readonly string[]; zone: string }) {
  const format = new Intl.DateTimeFormat(undefined, {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (
    <ol className={classes['times']} aria-label={label}>
      {times.map((time, at) => {
        const before = times[at - 1];
        const changed = before !== undefined && offsetOf(zone, Date.parse(before)) !== offsetOf(zone, Date.parse(time));
        return (
          <li key={time}>
            <time dateTime={time}>{format.format(Date.parse(time))}</time>
            <span>{offsetOf(zone, Date.parse(time))}</span>
            {changed && <strong>the clocks have changed</strong>}
          </li>
        );
      })}
    </ol>
  );
}

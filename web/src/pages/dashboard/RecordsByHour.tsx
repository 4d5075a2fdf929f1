import { SegmentedControl, VisuallyHidden } from '@mantine/core';
import type { HourView } from '@/api/schema';
import { counted } from '@/components/RunState';
import { Section } from '@/components/Section';
import { everyHour } from './hours';
import classes from './RecordsByHour.module.css';

interface RecordsByHourProps {
  hours: readonly HourView[];
  days: 1 | 7;
  now: number;
  onDays: (days: 1 | 7) => void;
}

/** Records that came in, as a bar an hour, those that failed in red; for screen readers as a table. */
export function RecordsByHour({ hours, days, now, onDays }: RecordsByHourProps) {
  const shown = everyHour(hours, days, now);
  const most = Math.max(1, ...shown.map(({ records, errors }) => Math.max(records, errors)));
  const records = shown.reduce((sum, hour) => sum + hour.records, 0);
  const errors = shown.reduce((sum, hour) => sum + hour.errors, 0);
  return (
    <Section
      title="Records per hour"
      description={`${counted(records, 'record')} came in, ${errors.toLocaleString('en')} failed.`}
      action={
        <SegmentedControl
          aria-label="Time"
          size="xs"
          data={[
            { value: '1', label: '24 hours' },
            { value: '7', label: '7 days' },
          ]}
          value={String(days)}
          onChange={(value) => {
            onDays(value === '7' ? 7 : 1);
          }}
        />
      }
    >
      <figure className={classes['chart']}>
        <div className={classes['plot']} aria-hidden>
          {shown.map((hour) => (
            <span key={hour.at} title={`${new Date(hour.at).toLocaleString()}\n${inWords(hour)}`}>
              <span
                className={classes['records']}
                data-some={hour.records + hour.errors > 0 || undefined}
                style={{ blockSize: `${(Math.max(hour.records, hour.errors) / most) * 100}%` }}
              >
                <span
                  className={classes['errors']}
                  style={{ blockSize: `${(hour.errors / Math.max(1, hour.records, hour.errors)) * 100}%` }}
                />
              </span>
            </span>
          ))}
        </div>
        <figcaption aria-hidden>
          <span>{days === 7 ? '7 days ago' : '24 hours ago'}</span>
          <span>{most === 1 && records === 0 ? 'Nothing came in' : `${most.toLocaleString('en')} at most`}</span>
          <span>now</span>
        </figcaption>
      </figure>
      <VisuallyHidden>
        <table>
          <caption>Hours in which records came in</caption>
          <tbody>
            {hours.map((hour) => (
              <tr key={hour.at}>
                <th scope="row">{new Date(hour.at).toLocaleString()}</th>
                <td>{inWords(hour)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </Section>
  );
}

const inWords = ({ records, errors }: HourView) =>
  `${counted(records, 'record')}${errors > 0 ? `, ${errors.toLocaleString('en')} failed` : ''}`;

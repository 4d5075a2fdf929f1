import { Autocomplete, NativeSelect, Radio, Stack, TextInput } from '@mantine/core';
import { zones } from './clock';
import { parts, type ScheduleChoice } from './scheduleChoice';

export interface ScheduleDraft {
  choice: ScheduleChoice;
  timezone: string;
  missed: 'once' | 'skip';
}

interface ScheduleFieldsProps {
  draft: ScheduleDraft;
  /** What the server says of cron and timezone. */
  problems: Readonly<Record<string, string>>;
  onChange: (draft: ScheduleDraft) => void;
}

const kinds: { value: ScheduleChoice['kind']; label: string }[] = [
  { value: 'off', label: 'Not by itself' },
  { value: 'minutes', label: 'Every few minutes' },
  { value: 'hourly', label: 'Every hour' },
  { value: 'daily', label: 'Every day' },
  { value: 'weekdays', label: 'Monday to Friday' },
  { value: 'monthly', label: 'Every month' },
  { value: 'cron', label: 'Cron expression' },
];

const days = [
  ...Array.from({ length: 28 }, (_, at) => ({ value: String(at + 1), label: String(at + 1) })),
  { value: 'L', label: 'Last day' },
];

/** How often a flow runs, in which zone, and what becomes of missed times. */
export function ScheduleFields({ draft, problems, onChange }: ScheduleFieldsProps) {
  const { choice } = draft;
  const choose = (change: Partial<ScheduleChoice>) => {
    onChange({ ...draft, choice: { ...choice, ...change } });
  };
  const timed = choice.kind === 'daily' || choice.kind === 'weekdays' || choice.kind === 'monthly';

  return (
    <Stack gap="md">
      <NativeSelect
        label="Runs"
        data={kinds}
        value={choice.kind}
        onChange={(event) => {
          choose({ kind: event.currentTarget.value as ScheduleChoice['kind'] });
        }}
      />
      {choice.kind === 'minutes' && (
        <NativeSelect
          label="Minutes between runs"
          data={parts}
          value={choice.every}
          onChange={(event) => {
            choose({ every: event.currentTarget.value });
          }}
        />
      )}
      {choice.kind === 'hourly' && (
        <NativeSelect
          label="Minute of the hour"
          data={Array.from({ length: 60 }, (_, at) => String(at))}
          value={choice.minute}
          onChange={(event) => {
            choose({ minute: event.currentTarget.value });
          }}
        />
      )}
      {choice.kind === 'monthly' && (
        <NativeSelect
          label="Day of the month"
          data={days}
          value={choice.day}
          onChange={(event) => {
            choose({ day: event.currentTarget.value });
          }}
        />
      )}
      {timed && (
        <TextInput
          type="time"
          label="At"
          value={choice.time}
          onChange={(event) => {
            choose({ time: event.currentTarget.value || '00:00' });
          }}
        />
      )}
      {choice.kind === 'cron' && (
        <TextInput
          label="Cron expression"
          description="Seconds, minutes, hours, day of month, month, day of week, and perhaps a year."
          ff="monospace"
          value={choice.cron}
          {...(problems['schedule.cron'] !== undefined && { error: problems['schedule.cron'] })}
          onChange={(event) => {
            choose({ cron: event.currentTarget.value });
          }}
        />
      )}
      {choice.kind !== 'off' && (
        <>
          <Autocomplete
            label="Time zone"
            data={[...zones]}
            limit={50}
            comboboxProps={{ keepMounted: false }}
            value={draft.timezone}
            {...(problems['schedule.timezone'] !== undefined && { error: problems['schedule.timezone'] })}
            onChange={(timezone) => {
              onChange({ ...draft, timezone });
            }}
          />
          <Radio.Group
            label="Times that went by while the server was down"
            value={draft.missed}
            onChange={(missed) => {
              onChange({ ...draft, missed: missed });
            }}
          >
            <Stack gap="xs" mt="xs">
              <Radio value="once" label="Run once when it is back" />
              <Radio value="skip" label="Wait for the next time" />
            </Stack>
          </Radio.Group>
        </>
      )}
    </Stack>
  );
}

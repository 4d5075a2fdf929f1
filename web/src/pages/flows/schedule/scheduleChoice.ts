/** A schedule as people choose it. */
export interface ScheduleChoice {
  kind: 'off' | 'minutes' | 'hourly' | 'daily' | 'weekdays' | 'monthly' | 'cron';
  /** Every so many minutes; a part of an hour. */
  every: string;
  /** The minute of each hour. */
  minute: string;
  /** `HH:mm` */
  time: string;
  /** The day of each month; `L` is the last one. */
  day: string;
  cron: string;
}

const initial: ScheduleChoice = {
  kind: 'off',
  every: '15',
  minute: '0',
  time: '06:00',
  day: '1',
  cron: '0 0/15 * * * ?',
};

export const parts = ['5', '10', '15', '20', '30'];

/** The choice that a cron expression is; what is none of the simple ones stays an expression. */
export function choiceOf(cron: string | null): ScheduleChoice {
  if (cron === null) {
    return initial;
  }

  const simple: readonly [RegExp, (...found: string[]) => Partial<ScheduleChoice>][] = [
    [/^0 (?:0|\*)\/(\d+) \* \* \* \?$/, (every) => (parts.includes(every) ? { kind: 'minutes', every } : {})],
    [/^0 (\d+) \* \* \* \?$/, (minute) => ({ kind: 'hourly', minute })],
    [/^0 (\d+) (\d+) \* \* \?$/, (minute, hour = '') => ({ kind: 'daily', time: timeOf(hour, minute) })],
    [/^0 (\d+) (\d+) \? \* MON-FRI$/i, (minute, hour = '') => ({ kind: 'weekdays', time: timeOf(hour, minute) })],
    [
      /^0 (\d+) (\d+) (\d+|L) \* \?$/,
      (minute, hour = '', day = '') => ({ kind: 'monthly', time: timeOf(hour, minute), day }),
    ],
  ];
  for (const [pattern, read] of simple) {
    const found = pattern.exec(cron.trim());
    const choice = found === null ? {} : read(found[1] ?? '', found[2] ?? '', found[3] ?? '');
    if (choice.kind !== undefined) {
      return { ...initial, cron, ...choice };
    }
  }

  return { ...initial, kind: 'cron', cron };
}

/** The expression of a choice; null where nothing runs by itself. */
export function cronOf(choice: ScheduleChoice): string | null {
  const [hour = '0', minute = '0'] = choice.time.split(':').map((part) => String(Number(part)));
  switch (choice.kind) {
    case 'off':
      return null;
    case 'minutes':
      return `0 0/${choice.every} * * * ?`;
    case 'hourly':
      return `0 ${choice.minute} * * * ?`;
    case 'daily':
      return `0 ${minute} ${hour} * * ?`;
    case 'weekdays':
      return `0 ${minute} ${hour} ? * MON-FRI`;
    case 'monthly':
      return `0 ${minute} ${hour} ${choice.day} * ?`;
    case 'cron':
      return choice.cron.trim();
  }
}

const timeOf = (hour: string, minute: string): string => `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;

/** The filters of the contract, by their names in the API. */
export const filterNames = [
  'step',
  'code',
  'cause',
  'run',
  'traceKey',
  'assignee',
  'tag',
  'since',
  'until',
  'q',
] as const;

export type FilterName = (typeof filterNames)[number];

/** What the address says of a list of errors. */
export interface ErrorsSearch extends Partial<Record<FilterName, string>> {
  /** Open ones when left out. */
  status?: 'resolved' | 'all';
  /** What is seen: every record when left out, else what they came of. */
  by?: 'cause';
  /** The error that is opened. */
  error?: string;
  /** The runs that retry or resolve what somebody asked for, so that they can be left and come back to. */
  work?: string;
  /** How many records that is, where it is known. */
  of?: number;
}

export function errorsSearch(raw: Record<string, unknown>): ErrorsSearch {
  const texts = Object.fromEntries(
    [...filterNames, 'error', 'work'].flatMap((name) => {
      const value = raw[name];
      return (typeof value === 'string' && value !== '') || typeof value === 'number' ? [[name, String(value)]] : [];
    }),
  );
  const of = raw['of'];
  return {
    ...texts,
    ...((raw['status'] === 'resolved' || raw['status'] === 'all') && { status: raw['status'] }),
    ...(raw['by'] === 'cause' && { by: 'cause' as const }),
    ...(typeof of === 'number' && Number.isSafeInteger(of) && of > 0 && { of }),
  };
}

/** The filters as the API takes them; days count from their beginning to their end, in the person's own time. */
export function filterOf(search: ErrorsSearch): Partial<Record<FilterName | 'status', string>> {
  const { since, until } = search;
  const filter = Object.fromEntries(
    filterNames.flatMap((name) => (search[name] === undefined ? [] : [[name, search[name]]])),
  );
  return {
    ...filter,
    ...(since !== undefined && { since: dayStart(since, 0) }),
    ...(until !== undefined && { until: dayStart(until, 1) }),
    ...(search.status !== 'all' && { status: search.status ?? 'open' }),
  };
}

/** Whether anything but the status narrows the list. */
export const isNarrowed = (search: ErrorsSearch): boolean => filterNames.some((name) => search[name] !== undefined);

/** A day as a time; what is no day is left to the server to refuse. */
function dayStart(day: string, daysLater: number): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  const at = parts && new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]) + daysLater);
  return at === null || Number.isNaN(at.getTime()) ? day : at.toISOString();
}

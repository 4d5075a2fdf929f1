import { NativeSelect } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { api, bodyOf } from '@/api/client';
import type { RunLogView } from '@/api/schema';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Loading } from '@/components/Loading';
import { SearchInput } from '@/components/SearchInput';
import { Section } from '@/components/Section';
import { SimpleTable } from '@/components/SimpleTable';
import { StatusBadge, type Tone } from '@/components/StatusBadge';
import { TwoLines } from '@/components/TwoLines';
import { useTableSearch } from '@/components/useTableSearch';
import { MoreButton } from '@/components/MoreButton';
import { usePages } from '@/components/usePages';
import classes from './RunPage.module.css';

const route = getRouteApi('/shell/runs/$runId');

const tones: Record<RunLogView['level'], Tone> = { info: 'neutral', warning: 'waiting', error: 'bad' };

const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** What the run has written down of itself and its records, with a search by trace key. */
export function RunLog({ run, names }: { run: string; names: ReadonlyMap<string, string> }) {
  const search = route.useSearch();
  const setSearch = useTableSearch();
  const { query, rows } = usePages(['runs', 'one', run, 'log', search], (page) =>
    bodyOf(api.GET('/v1/runs/{id}/log', { params: { path: { id: run }, query: { ...page, ...search } } })),
  );

  return (
    <Section
      title="Log"
      description="Passed records are written down one by one up to a limit; what failed or waited always is."
    >
      <div className={classes['tools']} role="search">
        <SearchInput
          label="Search by trace key"
          value={search.traceKey ?? ''}
          onChange={(traceKey) => {
            setSearch({ traceKey });
          }}
        />
        <NativeSelect
          aria-label="Step"
          data={[{ value: '', label: 'All steps' }, ...[...names].map(([value, label]) => ({ value, label }))]}
          value={search.step ?? ''}
          onChange={(event) => {
            setSearch({ step: event.currentTarget.value });
          }}
        />
        <NativeSelect
          aria-label="Level"
          data={[
            { value: '', label: 'Everything' },
            { value: 'warning', label: 'Warnings and errors' },
            { value: 'error', label: 'Errors' },
          ]}
          value={search.level ?? ''}
          onChange={(event) => {
            setSearch({ level: event.currentTarget.value });
          }}
        />
      </div>
      {rows === undefined ? (
        query.error === null ? (
          <Loading />
        ) : (
          <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : rows.length === 0 ? (
        <p className={classes['none']} role="status">
          Nothing in the log matches.
        </p>
      ) : (
        <Entries rows={rows} names={names} />
      )}
      <MoreButton query={query} />
    </Section>
  );
}

function Entries({ rows, names }: { rows: readonly RunLogView[]; names: ReadonlyMap<string, string> }) {
  return (
    <SimpleTable<RunLogView>
      label="Log"
      rows={rows}
      idOf={({ number }) => String(number)}
      columns={[
        {
          key: 'at',
          label: 'Time',
          cell: ({ at }) => (
            <time dateTime={at} title={exact.format(new Date(at))} className={classes['time']}>
              {time.format(new Date(at))}
            </time>
          ),
          from: 'phone',
        },
        {
          key: 'what',
          label: 'What',
          cell: (entry) => (
            <TwoLines
              first={<StatusBadge label={entry.message} tone={tones[entry.level]} />}
              second={
                [
                  entry.step === null ? null : (names.get(entry.step) ?? entry.step),
                  entry.httpStatus === null ? null : `HTTP ${entry.httpStatus}`,
                  (entry.attempts ?? 1) > 1 ? `attempt ${entry.attempts}` : null,
                ]
                  .filter((word) => word !== null)
                  .join(' · ') || undefined
              }
            />
          ),
        },
        { key: 'key', label: 'Trace key', cell: ({ traceKey }) => traceKey },
      ]}
    />
  );
}

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '@/api/client';
import { dashboardQuery } from '@/api/resources';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Loading } from '@/components/Loading';
import { MoreButton } from '@/components/MoreButton';
import { usePages } from '@/components/usePages';
import { BulkBar } from './BulkBar';
import { useCauseCount } from './ChosenCause';
import { filterNames, filterOf, isNarrowed, type ErrorsSearch } from './errorsSearch';
import { ErrorTable } from './ErrorTable';
import { NoErrors } from './NoErrors';

interface ErrorRecordsProps {
  /** Of this flow only; null over all flows. */
  flow: string | null;
  search: ErrorsSearch;
  /** What people call a step of a flow. */
  nameIn: (flow: string, step: string) => string;
  /** The flows' names, where errors of several are shown. */
  flows: ReadonlyMap<string, string> | null;
  mayEdit: boolean;
  onOpen: (error: string) => void;
  onBegun: (runs: string[], of: number | null) => void;
}

/** The failed records that match, newest first, to be selected and opened. */
export function ErrorRecords({ flow, search, nameIn, flows, mayEdit, onOpen, onBegun }: ErrorRecordsProps) {
  const { data: dashboard } = useQuery(dashboardQuery());
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const filter = filterOf(search);
  const ofCause = useCauseCount(flow, search);
  const { query, rows } = usePages(['errors', 'list', flow, filter], (page) =>
    bodyOf(
      flow === null
        ? api.GET('/v1/errors', { params: { query: { ...page, ...filter } } })
        : api.GET('/v1/flows/{id}/errors', { params: { path: { id: flow }, query: { ...page, ...filter } } }),
    ),
  );

  if (rows === undefined) {
    return query.error === null ? (
      <Loading />
    ) : (
      <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
    );
  }

  if (rows.length === 0) {
    return <NoErrors search={search} />;
  }

  const open = dashboard?.openErrors.find((one) => one.flow === flow)?.count ?? null;
  return (
    <>
      <BulkBar
        flow={flow}
        search={search}
        selected={rows.filter(({ id, status }) => status === 'open' && selected.has(id))}
        mayEdit={mayEdit}
        total={search.status !== undefined ? null : isNarrowed(search) ? ofCause : open}
        onBegun={(runs, of) => {
          setSelected(new Set());
          onBegun(runs, of);
        }}
      />
      <ErrorTable
        rows={rows}
        nameIn={nameIn}
        flows={flows}
        selected={selected}
        mayEdit={mayEdit}
        onSelect={(id, on) => {
          setSelected((now) => new Set(on ? [...now, id] : [...now].filter((one) => one !== id)));
        }}
        onOpen={onOpen}
      />
      <MoreButton query={query} />
    </>
  );
}

/** Another list is another one to select in. */
export const recordsKey = (search: ErrorsSearch): string =>
  [...filterNames, 'status' as const].map((name) => search[name] ?? '').join('\0');

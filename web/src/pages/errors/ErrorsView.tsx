import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '@/api/client';
import { dashboardQuery, flowsQuery } from '@/api/resources';
import type { FlowView } from '@/api/schema';
import { EmptyState } from '@/components/EmptyState';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Loading } from '@/components/Loading';
import { useTableSearch } from '@/components/useTableSearch';
import { MoreButton } from '@/pages/connections/MoreButton';
import { usePages } from '@/pages/connections/usePages';
import { useStepNames } from '@/pages/runs/flowParts';
import { BulkBar } from './BulkBar';
import { ErrorFilters } from './ErrorFilters';
import { ErrorPane } from './ErrorPane';
import { filterOf, isNarrowed, type ErrorsSearch } from './errorsSearch';
import { ErrorTable } from './ErrorTable';
import { WorkProgress } from './WorkProgress';

interface ErrorsViewProps {
  /** Errors of this flow only. */
  flow: FlowView | undefined;
  flowId: string | null;
  search: ErrorsSearch;
  mayEdit: boolean;
}

/** Failed records of a flow or of all, and what can be done with them. */
export function ErrorsView({ flow, flowId, search, mayEdit }: ErrorsViewProps) {
  const setSearch = useTableSearch();
  const steps = useStepNames(flow);
  const { data: flows } = useQuery({ ...flowsQuery, enabled: flowId === null });
  const { data: dashboard } = useQuery(dashboardQuery);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const filter = filterOf(search);
  const { query, rows } = usePages(['errors', 'list', flowId, filter], (page) =>
    bodyOf(
      flowId === null
        ? api.GET('/v1/errors', { params: { query: { ...page, ...filter } } })
        : api.GET('/v1/flows/{id}/errors', { params: { path: { id: flowId }, query: { ...page, ...filter } } }),
    ),
  );
  const change = (changed: object) => {
    setSelected(new Set());
    setSearch(changed);
  };

  const open = dashboard?.openErrors.find((one) => one.flow === flowId)?.count ?? null;
  const chosen = rows?.filter(({ id, status }) => status === 'open' && selected.has(id)) ?? [];
  return (
    <>
      {search.work?.split(',').map((run) => (
        <WorkProgress
          key={run}
          id={run}
          of={search.of ?? null}
          onClose={() => {
            setSearch({ work: undefined, of: undefined });
          }}
        />
      ))}
      <ErrorFilters search={search} steps={steps} onChange={change} />
      {rows === undefined ? (
        query.error === null ? (
          <Loading />
        ) : (
          <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : rows.length === 0 ? (
        <Nothing search={search} />
      ) : (
        <>
          <BulkBar
            flow={flowId}
            search={search}
            selected={chosen}
            mayEdit={mayEdit}
            total={!isNarrowed(search) && search.status === undefined ? open : null}
            onBegun={(runs, of) => {
              setSelected(new Set());
              setSearch({ work: runs.join(','), of: runs.length === 1 ? (of ?? undefined) : undefined });
            }}
          />
          <ErrorTable
            rows={rows}
            steps={steps}
            flows={flowId === null ? new Map((flows ?? []).map(({ id, name }) => [id, name])) : null}
            selected={selected}
            mayEdit={mayEdit}
            onSelect={(id, on) => {
              setSelected((now) => new Set(on ? [...now, id] : [...now].filter((one) => one !== id)));
            }}
            onOpen={(error) => {
              setSearch({ error });
            }}
          />
          <MoreButton query={query} />
        </>
      )}
      {search.error !== undefined && (
        <ErrorPane
          id={search.error}
          steps={steps}
          mayEdit={mayEdit}
          onClose={() => {
            setSearch({ error: undefined });
          }}
        />
      )}
    </>
  );
}

function Nothing({ search }: { search: ErrorsSearch }) {
  return isNarrowed(search) || search.status !== undefined ? (
    <EmptyState icon={IconCircleCheck} title="No error matches">
      <p>Change the filters to see others.</p>
    </EmptyState>
  ) : (
    <EmptyState icon={IconCircleCheck} title="No open errors">
      <p>Records that cannot be delivered wait here with their data until they are retried or resolved.</p>
    </EmptyState>
  );
}

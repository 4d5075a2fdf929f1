import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { flowsQuery } from '@/api/resources';
import type { FlowView } from '@/api/schema';
import { useTableSearch } from '@/components/useTableSearch';
import { useNameInFlow, useStepNames } from '@/pages/runs/flowParts';
import { causeFilter } from './causes';
import { ChosenCause } from './ChosenCause';
import { ErrorCauses } from './ErrorCauses';
import { ErrorFilters } from './ErrorFilters';
import { ErrorPane } from './ErrorPane';
import { ErrorRecords, recordsKey } from './ErrorRecords';
import { errorsSearch, type ErrorsSearch } from './errorsSearch';
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
  const nameIn = useNameInFlow(flow === undefined ? (flows ?? []) : [flow]);
  const navigate = useNavigate();
  const begun = (runs: string[], of: number | null) => {
    setSearch({ work: runs.join(','), of: runs.length === 1 ? (of ?? undefined) : undefined });
  };

  const { by, cause } = search;
  const names = flowId === null ? new Map((flows ?? []).map(({ id, name }) => [id, name])) : null;
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
      <ErrorFilters search={search} steps={steps} onChange={setSearch} />
      {by === 'cause' ? (
        <ErrorCauses
          flow={flowId}
          search={search}
          nameIn={nameIn}
          flows={names}
          mayEdit={mayEdit}
          onOpen={(chosen) => {
            void navigate({
              to: '/flows/$flowId/errors',
              params: { flowId: chosen.flow },
              search: errorsSearch({ ...search, by: undefined, ...causeFilter(chosen) }),
            });
          }}
          onBegun={begun}
        />
      ) : (
        <>
          {cause !== undefined && (
            <ChosenCause
              flow={flowId}
              search={{ ...search, cause }}
              onClose={() => {
                setSearch({ cause: undefined, by: 'cause' });
              }}
            />
          )}
          <ErrorRecords
            key={recordsKey(search)}
            flow={flowId}
            search={search}
            nameIn={nameIn}
            flows={names}
            mayEdit={mayEdit}
            onOpen={(error) => {
              setSearch({ error });
            }}
            onBegun={begun}
          />
        </>
      )}
      {search.error !== undefined && (
        <ErrorPane
          id={search.error}
          nameIn={nameIn}
          mayEdit={mayEdit}
          onClose={() => {
            setSearch({ error: undefined });
          }}
        />
      )}
    </>
  );
}

import { Anchor } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { api, bodyOf } from '@/api/client';
import { flowQuery } from '@/api/flows';
import { durationInWords, durationMs, flowRunsKey, isActive, recordsOf } from '@/api/runs';
import type { FlowView, RunView } from '@/api/schema';
import { may } from '@/api/session';
import { EmptyState } from '@/components/EmptyState';
import { Loading } from '@/components/Loading';
import { Problem } from '@/components/Problem';
import { counted, errors, RunState } from '@/components/RunState';
import { Section } from '@/components/Section';
import { SimpleTable } from '@/components/SimpleTable';
import { TwoLines } from '@/components/TwoLines';
import { MoreButton } from '@/components/MoreButton';
import { usePages } from '@/components/usePages';
import { useFlowConnections, useStepNames } from '@/pages/runs/flowParts';
import { RunConnections } from '@/pages/runs/RunConnections';
import { RunSteps } from '@/pages/runs/RunSteps';
import { RunWaits } from '@/pages/runs/RunWaits';
import { StartRun } from '@/pages/runs/StartRun';
import { triggers } from '@/pages/runs/triggers';
import { useNow } from '@/pages/runs/useNow';
import { useRun } from '@/pages/runs/useRun';
import { RunChart } from './RunChart';

const route = getRouteApi('/shell/flows/$flowId/runs');
const shell = getRouteApi('/shell');

const started = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** The runs of a flow: the one at work, and what became of the others. */
export function FlowRuns() {
  const { flowId } = route.useParams();
  const { user } = shell.useRouteContext();
  const { data: flow } = useQuery(flowQuery(flowId));
  const { query, rows } = usePages(flowRunsKey(flowId), (page) =>
    bodyOf(api.GET('/v1/flows/{id}/runs', { params: { path: { id: flowId }, query: page } })),
  );
  useNewest(flowId, query.refetch);
  const now = useNow(rows?.some(isActive) ?? false);
  if (rows === undefined) {
    return query.error === null ? <Loading /> : <Problem error={query.error} onRetry={() => void query.refetch()} />;
  }

  const run = may(user, 'manager') && <StartRun flow={flowId} />;
  if (rows.length === 0) {
    return (
      <EmptyState icon={IconPlayerPlay} title="It has not run yet">
        <p>A run reads the sources and takes each record through the steps. You can watch it here.</p>
        {run}
      </EmptyState>
    );
  }

  const current = rows.find(({ status }) => status === 'running' || status === 'paused');
  return (
    <Section title="Runs" description="Newest first. Retries of errors are runs of their own." action={run}>
      {current !== undefined && <Current key={current.id} id={current.id} flow={flow} />}
      <RunChart runs={rows} flow={flow} now={now} />
      <History rows={rows} flow={flow} now={now} />
      <MoreButton query={query} />
    </Section>
  );
}

/** Looks every few seconds whether there is a newer run, and only then reads the list again. */
function useNewest(flow: string, reread: () => Promise<unknown>): void {
  useQuery({
    queryKey: ['runs', 'newest', flow],
    queryFn: async ({ client }) => {
      const { data } = await bodyOf(
        api.GET('/v1/flows/{id}/runs', { params: { path: { id: flow }, query: { limit: '1' } } }),
      );
      const known = client.getQueryData<string>(['runs', 'newest', flow]);
      const newest = `${data[0]?.id ?? ''} ${data[0]?.status ?? ''}`;
      if (known !== undefined && known !== newest) {
        await reread();
      }

      return newest;
    },
    refetchInterval: 3_000,
  });
}

/** The run at work, as on its own page but shorter. */
function Current({ id, flow }: { id: string; flow: FlowView | undefined }) {
  const { run, active, samples } = useRun(id);
  const names = useStepNames(flow);
  const connections = useFlowConnections(flow);
  return run === undefined || !active ? null : (
    <>
      <RunWaits waits={run.waiting ?? []} />
      <RunConnections ids={connections} waits={run.waiting ?? []} />
      <RunSteps run={run} names={names} active={active} samples={samples} />
    </>
  );
}

function History({ rows, flow, now }: { rows: readonly RunView[]; flow: FlowView | undefined; now: number }) {
  return (
    <SimpleTable<RunView>
      label="Runs"
      rows={rows}
      idOf={({ id }) => id}
      columns={[
        {
          key: 'started',
          label: 'Started',
          cell: (run) => (
            <TwoLines
              first={
                <Anchor
                  size="sm"
                  fw={500}
                  renderRoot={(props) => <Link to="/runs/$runId" params={{ runId: run.id }} {...props} />}
                >
                  {started.format(new Date(run.startedAt))}
                </Anchor>
              }
              second={triggers[run.trigger]}
            />
          ),
        },
        { key: 'state', label: 'State', cell: (run) => <RunState run={run} /> },
        {
          key: 'duration',
          label: 'Duration',
          align: 'right',
          cell: (run) => (run.status === 'queued' ? '–' : durationInWords(durationMs(run, now))),
          from: 'phone',
        },
        {
          key: 'records',
          label: 'Records',
          align: 'right',
          cell: (run) => recordsOf(run, flow).toLocaleString('en'),
          from: 'phone',
        },
        {
          key: 'errors',
          label: 'Errors',
          align: 'right',
          cell: (run) =>
            errors(run) === 0 ? (
              '0'
            ) : (
              <Anchor
                size="sm"
                aria-label={`Show ${counted(errors(run), 'error')}`}
                renderRoot={(props) => (
                  <Link
                    to="/flows/$flowId/errors"
                    params={{ flowId: run.flow }}
                    search={{ run: run.id, status: 'all' as const }}
                    {...props}
                  />
                )}
              >
                {errors(run).toLocaleString('en')}
              </Anchor>
            ),
          from: 'tablet',
        },
      ]}
    />
  );
}

import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { connectionsQuery } from '@/api/connections';
import { isActive, recordsOf } from '@/api/runs';
import type { FlowView, RunView } from '@/api/schema';
import { RunState } from '@/components/RunState';
import { Section } from '@/components/Section';
import { SimpleTable } from '@/components/SimpleTable';
import { runWaitInWords } from '@/pages/runs/waits';
import { useNow } from '@/pages/runs/useNow';

/** The runs that have not ended, with what they wait for; nothing while there is none. */
export function RunningNow({ flows, runs }: { flows: readonly FlowView[]; runs: readonly RunView[] }) {
  const active = runs.filter(isActive);
  if (active.length === 0) {
    return null;
  }

  const flowOf = (run: RunView) => flows.find(({ id }) => id === run.flow);
  return (
    <Section id="running" title="Running now">
      <SimpleTable<RunView>
        label="Running now"
        rows={active}
        idOf={(run) => run.id}
        columns={[
          {
            key: 'flow',
            label: 'Flow',
            cell: (run) => (
              <Anchor
                size="sm"
                renderRoot={(props) => <Link to="/runs/$runId" params={{ runId: run.id }} {...props} />}
              >
                {flowOf(run)?.name ?? 'A flow that is gone'}
              </Anchor>
            ),
          },
          { key: 'state', label: 'State', cell: (run) => <Standing run={run} /> },
          {
            key: 'records',
            label: 'Records',
            align: 'right',
            cell: (run) => recordsOf(run, flowOf(run)).toLocaleString('en'),
            from: 'phone',
          },
        ]}
      />
    </Section>
  );
}

function Standing({ run }: { run: RunView }) {
  const { data: connections = [] } = useQuery(connectionsQuery());
  const now = useNow(true);
  const nameOf = (wanted: string | null) => connections.find(({ id }) => id === wanted)?.name ?? 'a connection';
  const waits = (run.waiting ?? []).map((wait) => runWaitInWords(wait, nameOf(wait.connection), now));
  return <RunState run={run} waits={waits.join(' · ')} />;
}

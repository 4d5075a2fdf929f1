import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { isActive, recordsOf } from '@/api/runs';
import type { FlowView, RunView } from '@/api/schema';
import { RunState } from '@/components/RunState';
import { Section } from '@/components/Section';
import { SimpleTable } from '@/components/SimpleTable';

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
          { key: 'state', label: 'State', cell: (run) => <RunState run={run} /> },
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

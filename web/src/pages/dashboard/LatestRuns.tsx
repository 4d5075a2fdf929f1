import { recordsOf } from '@/api/runs';
import type { FlowView, RunView } from '@/api/schema';
import { FlowLink } from '@/components/FlowLink';
import { RunState } from '@/components/RunState';
import { Section } from '@/components/Section';
import { SimpleTable } from '@/components/SimpleTable';
import { TimeAgo } from '@/components/TimeAgo';

const shownMax = 10;

/** What ran last of each flow, newest first. */
export function LatestRuns({ flows, runs }: { flows: readonly FlowView[]; runs: readonly RunView[] }) {
  const known = runs.filter((run) => flows.some((flow) => flow.id === run.flow)).slice(0, shownMax);
  if (known.length === 0) {
    return null;
  }

  return (
    <Section title="Latest runs">
      <SimpleTable<RunView>
        label="Latest runs"
        rows={known}
        idOf={(run) => run.id}
        columns={[
          {
            key: 'flow',
            label: 'Flow',
            cell: (run) => <FlowLink id={run.flow} name={flows.find((flow) => flow.id === run.flow)?.name ?? ''} />,
          },
          { key: 'state', label: 'State', cell: (run) => <RunState run={run} /> },
          { key: 'started', label: 'Started', cell: (run) => <TimeAgo at={run.startedAt} />, from: 'phone' },
          {
            key: 'records',
            label: 'Records',
            align: 'right',
            cell: (run) =>
              recordsOf(
                run,
                flows.find((flow) => flow.id === run.flow),
              ).toLocaleString('en'),
            from: 'phone',
          },
        ]}
      />
    </Section>
  );
}

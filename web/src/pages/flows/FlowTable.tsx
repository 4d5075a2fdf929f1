import { useQuery } from '@tanstack/react-query';
import { dashboardQuery } from '@/api/resources';
import type { FlowView } from '@/api/schema';
import { FlowLink } from '@/components/FlowLink';
import { OpenErrorsLink } from '@/components/OpenErrorsLink';
import { RunState } from '@/components/RunState';
import { SimpleTable } from '@/components/SimpleTable';
import { TwoLines } from '@/components/TwoLines';

/** Flows with what became of their last run, inside another page. */
export function FlowTable({ flows }: { flows: readonly FlowView[] }) {
  const { data: dashboard } = useQuery(dashboardQuery());
  return (
    <SimpleTable<FlowView>
      label="Flows"
      rows={flows}
      idOf={(flow) => flow.id}
      columns={[
        {
          key: 'name',
          label: 'Name',
          cell: (flow) => (
            <TwoLines
              first={<FlowLink id={flow.id} name={flow.name} fw={500} />}
              second={flow.enabled ? undefined : 'Disabled'}
            />
          ),
        },
        {
          key: 'run',
          label: 'Last run',
          cell: (flow) => {
            const run = dashboard?.lastRuns.find((one) => one.flow === flow.id);
            return run === undefined ? 'Never' : <RunState run={run} />;
          },
        },
        {
          key: 'errors',
          label: 'Open errors',
          align: 'right',
          cell: (flow) => (
            <OpenErrorsLink
              flow={flow.id}
              count={dashboard?.openErrors.find((open) => open.flow === flow.id)?.count ?? 0}
            />
          ),
          from: 'phone',
        },
      ]}
    />
  );
}

import { useQuery } from '@tanstack/react-query';
import { flowsQuery } from '@/api/resources';
import type { FlowTraffic } from '@/api/schema';
import { FlowLink } from '@/components/FlowLink';
import { SimpleTable } from '@/components/SimpleTable';

/** The flows whose requests are under way or wait. */
export function FlowsAtWork({ flows }: { flows: readonly FlowTraffic[] }) {
  const { data: known } = useQuery(flowsQuery);
  if (flows.length === 0) {
    return <p>No flow uses it now.</p>;
  }

  return (
    <SimpleTable<FlowTraffic>
      label="By flow"
      rows={flows}
      idOf={({ flow }) => flow}
      columns={[
        {
          key: 'flow',
          label: 'Flow',
          cell: ({ flow }) => {
            const name = known?.find(({ id }) => id === flow)?.name;
            return name === undefined ? 'Others' : <FlowLink id={flow} name={name} />;
          },
        },
        { key: 'inFlight', label: 'Under way', align: 'right', cell: ({ inFlight }) => inFlight },
        { key: 'waiting', label: 'Waiting', align: 'right', cell: ({ waiting }) => waiting },
      ]}
    />
  );
}

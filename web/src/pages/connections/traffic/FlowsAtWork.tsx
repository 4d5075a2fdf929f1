import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { flowsQuery } from '@/api/resources';
import type { FlowTraffic } from '@/api/schema';
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
            return name === undefined ? (
              'Others'
            ) : (
              <Anchor size="sm" renderRoot={(props) => <Link to="/flows" search={{ q: name }} {...props} />}>
                {name}
              </Anchor>
            );
          },
        },
        { key: 'inFlight', label: 'Under way', align: 'right', cell: ({ inFlight }) => inFlight },
        { key: 'waiting', label: 'Waiting', align: 'right', cell: ({ waiting }) => waiting },
      ]}
    />
  );
}

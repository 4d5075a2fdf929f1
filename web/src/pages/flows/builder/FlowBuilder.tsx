import { IconRoute } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { flowQuery } from '@/api/flows';
import { EmptyState } from '@/components/EmptyState';

const route = getRouteApi('/shell/flows/$flowId');

/** What a flow reads, and what it does with it. */
export function FlowBuilder() {
  const { flowId } = route.useParams();
  const { data: flow } = useQuery(flowQuery(flowId));
  if (flow === undefined) {
    return null;
  }

  return (
    <EmptyState icon={IconRoute} title={`${flow.sources.length} sources, ${flow.steps.length} steps`}>
      <p>A flow reads records from its sources and passes them through its steps.</p>
    </EmptyState>
  );
}

import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { flowQuery } from '@/api/flows';
import { Builder } from './Builder';

const route = getRouteApi('/shell/flows/$flowId');

/** What a flow reads, and what it does with it. */
export function FlowBuilder() {
  const { flowId } = route.useParams();
  const { data: flow } = useQuery(flowQuery(flowId));
  return flow === undefined ? null : <Builder key={flow.id} flow={flow} />;
}

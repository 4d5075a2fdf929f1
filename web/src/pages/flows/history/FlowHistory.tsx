import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { flowQuery } from '@/api/flows';
import { DocumentHistory } from '@/components/history/DocumentHistory';

const route = getRouteApi('/shell/flows/$flowId/history');

/** Every version of a flow, and a way back. */
export function FlowHistory() {
  const { flowId: id } = route.useParams();
  const search = route.useSearch();
  const { data } = useQuery(flowQuery(id));
  return data === undefined ? null : (
    <DocumentHistory resource={{ kind: 'flows', id, name: data.name, version: data.version }} search={search} />
  );
}

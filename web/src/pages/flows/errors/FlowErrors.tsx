import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { flowQuery } from '@/api/flows';
import { may } from '@/api/session';
import { ErrorsView } from '@/pages/errors/ErrorsView';

const route = getRouteApi('/shell/flows/$flowId/errors');
const shell = getRouteApi('/shell');

/** The failed records of a flow. */
export function FlowErrors() {
  const { flowId } = route.useParams();
  const search = route.useSearch();
  const { user } = shell.useRouteContext();
  const { data: flow } = useQuery(flowQuery(flowId));
  return <ErrorsView key={flowId} flow={flow} flowId={flowId} search={search} mayEdit={may(user, 'manager')} />;
}

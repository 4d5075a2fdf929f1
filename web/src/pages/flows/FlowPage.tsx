import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet } from '@tanstack/react-router';
import { flowQuery } from '@/api/flows';
import { dashboardQuery, integrationsQuery } from '@/api/resources';
import { Loading } from '@/components/Loading';
import { PageHeader } from '@/components/PageHeader';
import { Problem } from '@/components/Problem';
import { StatusBadge } from '@/components/StatusBadge';
import { TabLinks } from '@/components/TabLinks';
import { tabs } from './tabs';

const route = getRouteApi('/shell/flows/$flowId');

/** A flow: its name, where it belongs, and its tabs. */
export function FlowPage() {
  const { flowId } = route.useParams();
  const query = useQuery(flowQuery(flowId));
  const { data: integrations } = useQuery(integrationsQuery);
  const { data: dashboard } = useQuery(dashboardQuery());
  const flow = query.data;
  if (flow === undefined) {
    return query.error === null ? <Loading /> : <Problem error={query.error} onRetry={() => void query.refetch()} />;
  }

  const errors = dashboard?.openErrors.find((open) => open.flow === flowId)?.count ?? 0;
  const integration = integrations?.find(({ id }) => id === flow.integration);
  return (
    <>
      <PageHeader
        title={flow.name}
        back={
          integration === undefined ? (
            <Anchor component={Link} to="/flows" c="dimmed" size="sm">
              ← Flows
            </Anchor>
          ) : (
            <Anchor
              c="dimmed"
              size="sm"
              renderRoot={(props) => (
                <Link to="/integrations/$integrationId" params={{ integrationId: integration.id }} {...props} />
              )}
            >
              ← {integration.name}
            </Anchor>
          )
        }
        {...(!flow.enabled && { description: <StatusBadge label="Disabled" tone="neutral" /> })}
      />
      <TabLinks label="Flow" tabs={tabs} params={{ flowId }} counts={{ Errors: errors }} />
      <Outlet />
    </>
  );
}

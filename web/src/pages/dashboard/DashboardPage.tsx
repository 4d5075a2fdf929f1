import { Button, Select } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { connectionsQuery } from '@/api/connections';
import { dashboardQuery, flowsQuery, integrationsQuery } from '@/api/resources';
import { EmptyState } from '@/components/EmptyState';
import { Loading } from '@/components/Loading';
import { Outages } from '@/components/Outages';
import { PageHeader } from '@/components/PageHeader';
import { Problem } from '@/components/Problem';
import { BusiestConnections } from './BusiestConnections';
import { Figures } from './Figures';
import { LatestRuns } from './LatestRuns';
import { OpenErrors } from './OpenErrors';
import { RecordsByHour } from './RecordsByHour';
import { RunningNow } from './RunningNow';

const route = getRouteApi('/shell/dashboard');

/** What needs a person, what happens, and what has happened: for the account or for an integration. */
export function DashboardPage() {
  const { integration, days = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const at = integration === undefined ? {} : { integration };
  const connections = useQuery(connectionsQuery());
  const flows = useQuery(flowsQuery);
  const integrations = useQuery(integrationsQuery);
  const dashboard = useQuery({
    ...dashboardQuery({ days: String(days), ...at }),
    placeholderData: keepPreviousData,
  });
  const queries = [connections, flows, integrations, dashboard];
  const failed = queries.find((query) => query.error !== null && (query.data === undefined || query.isPlaceholderData));
  const chosen = integrations.data?.find(({ id }) => id === integration);

  const content = () => {
    if (failed) {
      return <Problem error={failed.error} onRetry={() => void failed.refetch()} />;
    }

    if (connections.data === undefined || flows.data === undefined || dashboard.data === undefined) {
      return <Loading />;
    }

    if (connections.data.length === 0) {
      return <Beginning />;
    }

    const of = <T,>(all: readonly T[], isOf: (one: T) => boolean) =>
      integration === undefined ? all : all.filter(isOf);
    const ownConnections = of(connections.data, ({ id }) => chosen?.connections.includes(id) ?? false);
    const ownFlows = of(flows.data, (flow) => flow.integration === integration);
    return (
      <>
        <Outages {...(chosen !== undefined && { of: chosen.connections })} />
        <Figures connections={ownConnections} flows={ownFlows} dashboard={dashboard.data} />
        <RunningNow flows={ownFlows} runs={dashboard.data.lastRuns} />
        <BusiestConnections ids={dashboard.data.busiest} among={ownConnections} />
        <OpenErrors flows={ownFlows} open={dashboard.data.openErrors} />
        <RecordsByHour
          hours={dashboard.data.hours}
          days={days}
          now={dashboard.dataUpdatedAt}
          onDays={(to) => {
            void navigate({ search: { ...at, ...(to === 7 && { days: 7 }) }, replace: true });
          }}
        />
        <LatestRuns flows={ownFlows} runs={dashboard.data.lastRuns} />
      </>
    );
  };

  return (
    <>
      <PageHeader
        title="Dashboard"
        description="What needs you, and what has happened."
        action={
          (integrations.data ?? []).length > 0 && (
            <Select
              aria-label="Integration"
              placeholder="All integrations"
              clearable
              searchable
              data={(integrations.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
              value={integration ?? null}
              onChange={(id) => {
                void navigate({
                  search: { ...(days === 7 && { days }), ...(id !== null && { integration: id }) },
                  replace: true,
                });
              }}
            />
          )
        }
      />
      {content()}
    </>
  );
}

function Beginning() {
  return (
    <EmptyState icon={IconPlugConnected} title="Begin with a connection">
      <p>A connection signs in to one of your applications. Exports and imports use it to read and write records.</p>
      <Button component={Link} to="/connections">
        Connect an application
      </Button>
    </EmptyState>
  );
}

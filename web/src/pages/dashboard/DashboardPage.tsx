import { Button } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { connectionsQuery } from '@/api/connections';
import { dashboardQuery, flowsQuery } from '@/api/resources';
import { EmptyState } from '@/components/EmptyState';
import { Loading } from '@/components/Loading';
import { Outages } from '@/components/Outages';
import { PageHeader } from '@/components/PageHeader';
import { Problem } from '@/components/Problem';
import { Figures } from './Figures';
import { LatestRuns } from './LatestRuns';
import { OpenErrors } from './OpenErrors';

/** What needs a person, and what has happened. */
export function DashboardPage() {
  const connections = useQuery(connectionsQuery());
  const flows = useQuery(flowsQuery);
  const dashboard = useQuery(dashboardQuery);
  const queries = [connections, flows, dashboard];
  const failed = queries.find((query) => query.error !== null && query.data === undefined);

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

    return (
      <>
        <Outages />
        <Figures connections={connections.data} flows={flows.data} dashboard={dashboard.data} />
        <OpenErrors flows={flows.data} open={dashboard.data.openErrors} />
        <LatestRuns flows={flows.data} runs={dashboard.data.lastRuns} />
      </>
    );
  };

  return (
    <>
      <PageHeader title="Dashboard" description="What needs you, and what has happened." />
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

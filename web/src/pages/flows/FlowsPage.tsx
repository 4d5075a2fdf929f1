import { Anchor } from '@mantine/core';
import { IconRoute } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { api } from '@/api/client';
import { readAll } from '@/api/lists';
import { dashboardQuery, integrationsQuery } from '@/api/resources';
import { may } from '@/api/session';
import { EmptyState } from '@/components/EmptyState';
import { FlowLink } from '@/components/FlowLink';
import { OpenErrorsLink } from '@/components/OpenErrorsLink';
import { Outages } from '@/components/Outages';
import { PageHeader } from '@/components/PageHeader';
import { ResourceTable } from '@/components/ResourceTable';
import { RunState } from '@/components/RunState';
import { StatusBadge } from '@/components/StatusBadge';
import { useTableSearch } from '@/components/useTableSearch';
import { CreateFlow } from './CreateFlow';

const route = getRouteApi('/shell/flows');
const shell = getRouteApi('/shell');

export function FlowsPage() {
  const search = route.useSearch();
  const setSearch = useTableSearch();
  const { user } = shell.useRouteContext();
  const mayEdit = may(user, 'manager');
  const q = search.q ?? '';
  const query = useQuery({
    queryKey: ['flows', 'list', q],
    queryFn: () => readAll((page) => api.GET('/v1/flows', { params: { query: { ...page, q } } })),
    placeholderData: (before) => before,
  });
  const { data: dashboard } = useQuery(dashboardQuery());
  const { data: integrations } = useQuery(integrationsQuery);
  const lastRun = (id: string) => dashboard?.lastRuns.find((run) => run.flow === id);
  const openErrors = (id: string) => dashboard?.openErrors.find((open) => open.flow === id)?.count ?? 0;
  const integrationName = (id: string | null) => integrations?.find((one) => one.id === id)?.name;

  return (
    <>
      <PageHeader title="Flows" description="What moves records, and when." action={mayEdit && <CreateFlow />} />
      <Outages />
      <ResourceTable
        label="Flows"
        columns={[
          {
            key: 'name',
            label: 'Name',
            cell: (row) => <FlowLink id={row.id} name={row.name} fw={500} />,
            sortBy: (row) => row.name,
          },
          {
            key: 'integration',
            label: 'Integration',
            cell: (row) =>
              row.integration !== null && (
                <Anchor
                  size="sm"
                  renderRoot={(props) => (
                    <Link
                      to="/integrations/$integrationId"
                      params={{ integrationId: row.integration ?? '' }}
                      {...props}
                    />
                  )}
                >
                  {integrationName(row.integration)}
                </Anchor>
              ),
            sortBy: (row) => integrationName(row.integration) ?? '',
            from: 'tablet',
          },
          {
            key: 'enabled',
            label: 'Enabled',
            cell: (row) => (
              <StatusBadge label={row.enabled ? 'Enabled' : 'Disabled'} tone={row.enabled ? 'good' : 'neutral'} />
            ),
            sortBy: (row) => Number(!row.enabled),
            from: 'phone',
          },
          {
            key: 'run',
            label: 'Last run',
            cell: (row) => {
              const run = lastRun(row.id);
              return run === undefined ? 'Never' : <RunState run={run} />;
            },
            sortBy: (row) => lastRun(row.id)?.startedAt ?? '',
          },
          {
            key: 'errors',
            label: 'Open errors',
            align: 'right',
            cell: (row) => <OpenErrorsLink flow={row.id} count={openErrors(row.id)} />,
            sortBy: (row) => openErrors(row.id),
            from: 'phone',
          },
        ]}
        query={query}
        idOf={(row) => row.id}
        search={search}
        onSearch={setSearch}
        searchLabel="Search flows"
        onClear={() => {
          setSearch({ q: undefined });
        }}
        empty={
          <EmptyState icon={IconRoute} title="No flows yet">
            <p>A flow reads records from its sources and passes them through its steps.</p>
            {mayEdit && <CreateFlow variant="default" />}
          </EmptyState>
        }
      />
    </>
  );
}

import { Anchor, Button } from '@mantine/core';
import { IconLayoutGrid } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '@/api/client';
import { readAll } from '@/api/lists';
import { may, sessionQuery } from '@/api/session';
import { EmptyState } from '@/components/EmptyState';
import { PageHeader } from '@/components/PageHeader';
import { ResourceTable } from '@/components/ResourceTable';
import { TimeAgo } from '@/components/TimeAgo';
import { TwoLines } from '@/components/TwoLines';
import { useTableSearch } from '@/components/useTableSearch';
import { IntegrationPane } from './IntegrationPane';

const route = getRouteApi('/shell/integrations');

export function IntegrationsPage() {
  const search = route.useSearch();
  const setSearch = useTableSearch();
  const navigate = useNavigate();
  const [paneOpen, setPaneOpen] = useState(false);
  const { data: session } = useQuery(sessionQuery);
  const q = search.q ?? '';
  const query = useQuery({
    queryKey: ['integrations', 'list', q],
    queryFn: () => readAll((page) => api.GET('/v1/integrations', { params: { query: { ...page, q } } })),
    placeholderData: (before) => before,
  });
  const create = may(session?.user, 'manager') && (
    <Button
      onClick={() => {
        setPaneOpen(true);
      }}
    >
      + Create integration
    </Button>
  );

  return (
    <>
      <PageHeader
        title="Integrations"
        description="Flows and the connections that they use, kept together."
        action={create}
      />
      <ResourceTable
        label="Integrations"
        columns={[
          {
            key: 'name',
            label: 'Name',
            cell: (row) => (
              <TwoLines
                first={
                  <Anchor
                    size="sm"
                    fw={500}
                    renderRoot={(props) => (
                      <Link to="/integrations/$integrationId" params={{ integrationId: row.id }} {...props} />
                    )}
                  >
                    {row.name}
                  </Anchor>
                }
                second={row.description}
              />
            ),
            sortBy: (row) => row.name,
          },
          {
            key: 'flows',
            label: 'Flows',
            align: 'right',
            cell: (row) => row.flows.length,
            sortBy: (row) => row.flows.length,
          },
          {
            key: 'connections',
            label: 'Connections',
            align: 'right',
            cell: (row) => row.connections.length,
            sortBy: (row) => row.connections.length,
          },
          {
            key: 'updatedAt',
            label: 'Changed',
            cell: (row) => <TimeAgo at={row.updatedAt} />,
            sortBy: (row) => row.updatedAt,
            from: 'tablet',
          },
        ]}
        query={query}
        idOf={(row) => row.id}
        search={search}
        onSearch={setSearch}
        searchLabel="Search integrations"
        onClear={() => {
          setSearch({ q: undefined });
        }}
        empty={
          <EmptyState icon={IconLayoutGrid} title="No integrations yet">
            <p>An integration groups flows and the connections registered with it.</p>
          </EmptyState>
        }
      />
      <IntegrationPane
        key={String(paneOpen)}
        integration={null}
        opened={paneOpen}
        onClose={() => {
          setPaneOpen(false);
        }}
        onSaved={(saved) => {
          setPaneOpen(false);
          void navigate({ to: '/integrations/$integrationId', params: { integrationId: saved.id } });
        }}
      />
    </>
  );
}

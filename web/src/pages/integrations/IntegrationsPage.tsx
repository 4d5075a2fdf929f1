import { IconLayoutGrid } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '@/api/client';
import { readAll } from '@/api/lists';
import { EmptyState } from '@/components/EmptyState';
import { PageHeader } from '@/components/PageHeader';
import { ResourceTable } from '@/components/ResourceTable';
import { TimeAgo } from '@/components/TimeAgo';
import { useTableSearch } from '@/components/useTableSearch';

const route = getRouteApi('/shell/integrations');

export function IntegrationsPage() {
  const search = route.useSearch();
  const setSearch = useTableSearch();
  const q = search.q ?? '';
  const query = useQuery({
    queryKey: ['integrations', 'list', q],
    queryFn: () => readAll((page) => api.GET('/v1/integrations', { params: { query: { ...page, q } } })),
    placeholderData: (before) => before,
  });

  return (
    <>
      <PageHeader title="Integrations" description="Flows and the connections that they use, kept together." />
      <ResourceTable
        label="Integrations"
        columns={[
          { key: 'name', label: 'Name', cell: (row) => row.name, sortBy: (row) => row.name },
          {
            key: 'updatedAt',
            label: 'Changed',
            cell: (row) => <TimeAgo at={row.updatedAt} />,
            sortBy: (row) => row.updatedAt,
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
    </>
  );
}

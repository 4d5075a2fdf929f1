import { IconPlugConnected } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '@/api/client';
import { readAll } from '@/api/lists';
import { EmptyState } from '@/components/EmptyState';
import { PageHeader } from '@/components/PageHeader';
import { ResourceTable } from '@/components/ResourceTable';
import { TimeAgo } from '@/components/TimeAgo';
import { useTableSearch } from '@/components/useTableSearch';

const route = getRouteApi('/shell/connections');

export function ConnectionsPage() {
  const search = route.useSearch();
  const setSearch = useTableSearch();
  const q = search.q ?? '';
  const query = useQuery({
    queryKey: ['connections', 'list', q],
    queryFn: () => readAll((page) => api.GET('/v1/connections', { params: { query: { ...page, q } } })),
    placeholderData: (before) => before,
  });

  return (
    <>
      <PageHeader title="Connections" description="Signed in to your applications." />
      <ResourceTable
        label="Connections"
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
        searchLabel="Search connections"
        onClear={() => {
          setSearch({ q: undefined });
        }}
        empty={
          <EmptyState icon={IconPlugConnected} title="No connections yet">
            <p>A connection signs in to one of your applications.</p>
          </EmptyState>
        }
      />
    </>
  );
}

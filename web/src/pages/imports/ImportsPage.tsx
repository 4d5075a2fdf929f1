import { IconTableImport } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '@/api/client';
import { readAll } from '@/api/lists';
import { EmptyState } from '@/components/EmptyState';
import { PageHeader } from '@/components/PageHeader';
import { ResourceTable } from '@/components/ResourceTable';
import { TimeAgo } from '@/components/TimeAgo';
import { useTableSearch } from '@/components/useTableSearch';

const route = getRouteApi('/shell/imports');

export function ImportsPage() {
  const search = route.useSearch();
  const setSearch = useTableSearch();
  const q = search.q ?? '';
  const query = useQuery({
    queryKey: ['imports', 'list', q],
    queryFn: () => readAll((page) => api.GET('/v1/imports', { params: { query: { ...page, q } } })),
    placeholderData: (before) => before,
  });

  return (
    <>
      <PageHeader title="Imports" description="What writes records to a connection." />
      <ResourceTable
        label="Imports"
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
        searchLabel="Search imports"
        onClear={() => {
          setSearch({ q: undefined });
        }}
        empty={
          <EmptyState icon={IconTableImport} title="No imports yet">
            <p>An import writes the records of a flow to an application.</p>
          </EmptyState>
        }
      />
    </>
  );
}

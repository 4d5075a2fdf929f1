import { IconTableExport } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '@/api/client';
import { readAll } from '@/api/lists';
import { EmptyState } from '@/components/EmptyState';
import { PageHeader } from '@/components/PageHeader';
import { ResourceTable } from '@/components/ResourceTable';
import { TimeAgo } from '@/components/TimeAgo';
import { useTableSearch } from '@/components/useTableSearch';

const route = getRouteApi('/shell/exports');

export function ExportsPage() {
  const search = route.useSearch();
  const setSearch = useTableSearch();
  const q = search.q ?? '';
  const query = useQuery({
    queryKey: ['exports', 'list', q],
    queryFn: () => readAll((page) => api.GET('/v1/exports', { params: { query: { ...page, q } } })),
    placeholderData: (before) => before,
  });

  return (
    <>
      <PageHeader title="Exports" description="What reads records from a connection." />
      <ResourceTable
        label="Exports"
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
        searchLabel="Search exports"
        onClear={() => {
          setSearch({ q: undefined });
        }}
        empty={
          <EmptyState icon={IconTableExport} title="No exports yet">
            <p>An export reads records for a flow, or looks them up in the middle of one.</p>
          </EmptyState>
        }
      />
    </>
  );
}

import { IconTableImport } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '@/api/client';
import { readAll } from '@/api/lists';
import { ConnectionName } from '@/components/ConnectionName';
import { EmptyState } from '@/components/EmptyState';
import { FlowNames } from '@/components/FlowNames';
import { PageHeader } from '@/components/PageHeader';
import { ResourceTable } from '@/components/ResourceTable';
import { TimeAgo } from '@/components/TimeAgo';
import { TwoLines } from '@/components/TwoLines';
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
          {
            key: 'name',
            label: 'Name',
            cell: (row) => <TwoLines first={row.name} second={row.operation} />,
            sortBy: (row) => row.name,
          },
          { key: 'connection', label: 'Connection', cell: (row) => <ConnectionName id={row.connection} /> },
          { key: 'flows', label: 'Used by', cell: (row) => <FlowNames part={row.id} />, from: 'phone' },
          {
            key: 'repeat',
            label: 'If unanswered',
            cell: (row) =>
              row.repeat === null ? 'As the operation says' : row.repeat === 'never' ? 'Asks a person' : 'Sends again',
            from: 'desk',
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

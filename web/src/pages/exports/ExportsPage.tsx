import { IconTableExport } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '@/api/client';
import { readAll } from '@/api/lists';
import type { ExportMode } from '@/api/schema';
import { ConnectionName } from '@/components/ConnectionName';
import { EmptyState } from '@/components/EmptyState';
import { FlowNames } from '@/components/FlowNames';
import { PageHeader } from '@/components/PageHeader';
import { ResourceTable } from '@/components/ResourceTable';
import { TimeAgo } from '@/components/TimeAgo';
import { TwoLines } from '@/components/TwoLines';
import { useTableSearch } from '@/components/useTableSearch';

const modes: Record<ExportMode, string> = {
  all: 'Everything',
  delta: 'What has changed',
  once: 'Each record once',
  limit: 'A few records',
};

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
          {
            key: 'name',
            label: 'Name',
            cell: (row) => <TwoLines first={row.name} second={row.operation} />,
            sortBy: (row) => row.name,
          },
          { key: 'connection', label: 'Connection', cell: (row) => <ConnectionName id={row.connection} /> },
          { key: 'flows', label: 'Used by', cell: (row) => <FlowNames part={row.id} />, from: 'phone' },
          {
            key: 'mode',
            label: 'Reads',
            cell: (row) => modes[row.mode],
            sortBy: (row) => row.mode,
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

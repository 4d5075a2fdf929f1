import { Button } from '@mantine/core';
import { IconTableExport } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '@/api/client';
import { readAll } from '@/api/lists';
import { may } from '@/api/session';
import { DocumentName } from '../operations/page/DocumentName';
import { ConnectionName } from '@/components/ConnectionName';
import { EmptyState } from '@/components/EmptyState';
import { FlowNames } from '@/components/FlowNames';
import { PageHeader } from '@/components/PageHeader';
import { ResourceTable } from '@/components/ResourceTable';
import { TimeAgo } from '@/components/TimeAgo';
import { TwoLines } from '@/components/TwoLines';
import { useTableSearch } from '@/components/useTableSearch';
import { tell } from '@/components/tell';
import { CreatePane } from '../operations/page/CreatePane';
import { ExportPane } from './ExportPane';
import { modeNames } from './modes';

const route = getRouteApi('/shell/exports');
const shell = getRouteApi('/shell');

export function ExportsPage() {
  const search = route.useSearch();
  const setSearch = useTableSearch();
  const navigate = useNavigate();
  const { user } = shell.useRouteContext();
  const [creating, setCreating] = useState(false);
  const create = may(user, 'manager') ? (
    <Button
      onClick={() => {
        setCreating(true);
      }}
    >
      + Create export
    </Button>
  ) : undefined;
  const close = () => {
    setCreating(false);
  };
  const q = search.q ?? '';
  const query = useQuery({
    queryKey: ['exports', 'list', q],
    queryFn: () => readAll((page) => api.GET('/v1/exports', { params: { query: { ...page, q } } })),
    placeholderData: (before) => before,
  });

  return (
    <>
      <PageHeader title="Exports" description="What reads records from a connection." action={create} />
      <ResourceTable
        label="Exports"
        columns={[
          {
            key: 'name',
            label: 'Name',
            cell: (row) => (
              <TwoLines
                first={<DocumentName part="exports" id={row.id} name={row.name} />}
                second={row.operation ?? 'HTTP request'}
              />
            ),
            sortBy: (row) => row.name,
          },
          { key: 'connection', label: 'Connection', cell: (row) => <ConnectionName id={row.connection} /> },
          { key: 'flows', label: 'Used by', cell: (row) => <FlowNames part={row.id} />, from: 'phone' },
          {
            key: 'mode',
            label: 'Reads',
            cell: (row) => modeNames[row.mode],
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
      <CreatePane
        opened={creating}
        onClose={close}
        form={(connection, opened) => (
          <ExportPane
            opened={opened}
            connection={connection}
            onClose={close}
            onSaved={({ id, name }) => {
              close();
              tell('Export saved', `${name} can be used in flows.`);
              void navigate({ to: '/exports/$exportId', params: { exportId: id }, ignoreBlocker: true });
            }}
          />
        )}
      />
    </>
  );
}

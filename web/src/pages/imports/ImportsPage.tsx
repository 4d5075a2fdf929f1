import { Button } from '@mantine/core';
import { IconTableImport } from '@tabler/icons-react';
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
import { ImportPane } from './ImportPane';
import { repeatNames } from './repeat';

const route = getRouteApi('/shell/imports');
const shell = getRouteApi('/shell');

export function ImportsPage() {
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
      + Create import
    </Button>
  ) : undefined;
  const close = () => {
    setCreating(false);
  };
  const q = search.q ?? '';
  const query = useQuery({
    queryKey: ['imports', 'list', q],
    queryFn: () => readAll((page) => api.GET('/v1/imports', { params: { query: { ...page, q } } })),
    placeholderData: (before) => before,
  });

  return (
    <>
      <PageHeader title="Imports" description="What writes records to a connection." action={create} />
      <ResourceTable
        label="Imports"
        columns={[
          {
            key: 'name',
            label: 'Name',
            cell: (row) => (
              <TwoLines
                first={<DocumentName part="imports" id={row.id} name={row.name} />}
                second={row.operation ?? 'HTTP request'}
              />
            ),
            sortBy: (row) => row.name,
          },
          { key: 'connection', label: 'Connection', cell: (row) => <ConnectionName id={row.connection} /> },
          { key: 'flows', label: 'Used by', cell: (row) => <FlowNames part={row.id} />, from: 'phone' },
          {
            key: 'repeat',
            label: 'If unanswered',
            cell: (row) => repeatNames[row.repeat ?? 'default'],
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
      <CreatePane
        opened={creating}
        onClose={close}
        form={(connection, opened) => (
          <ImportPane
            opened={opened}
            connection={connection}
            onClose={close}
            onSaved={({ id, name }) => {
              close();
              tell('Import saved', `${name} can be used in flows.`);
              void navigate({ to: '/imports/$importId', params: { importId: id }, ignoreBlocker: true });
            }}
          />
        )}
      />
    </>
  );
}

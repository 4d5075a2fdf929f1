import { Button, Select } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { applicationsQuery } from '@/api/applications';
import { connectionsQuery } from '@/api/connections';
import { may } from '@/api/session';
import { EmptyState } from '@/components/EmptyState';
import { PageHeader } from '@/components/PageHeader';
import { ResourceTable } from '@/components/ResourceTable';
import { useTableSearch } from '@/components/useTableSearch';
import { tell } from '@/components/tell';
import { connectionColumns } from './connectionColumns';
import { ConnectionPane } from './pane/ConnectionPane';

const route = getRouteApi('/shell/connections');
const shell = getRouteApi('/shell');

const statuses = ['online', 'offline', 'untested'].map((value) => ({
  value,
  label: value.charAt(0).toUpperCase() + value.slice(1),
}));

export function ConnectionsPage() {
  const search = route.useSearch();
  const setSearch = useTableSearch();
  const { user } = shell.useRouteContext();
  const [creating, setCreating] = useState(false);
  const all = useQuery(connectionsQuery());
  const found = useQuery({ ...connectionsQuery(search.q), placeholderData: (before) => before });
  const { data: applications = [] } = useQuery(applicationsQuery);

  const rows = found.data?.filter(
    ({ status, application }) =>
      (search.status === undefined || status === search.status) &&
      (search.application === undefined || application === search.application),
  );
  const clear = () => {
    setSearch({ q: undefined, status: undefined, application: undefined });
  };

  return (
    <>
      <PageHeader
        title="Connections"
        description="Where Weir signs in to your applications, and how many requests each may have under way."
        action={
          may(user, 'administrator') && (
            <Button
              onClick={() => {
                setCreating(true);
              }}
            >
              + Create connection
            </Button>
          )
        }
      />
      <ResourceTable
        label="Connections"
        columns={connectionColumns(all.data ?? [], applications)}
        query={{ ...found, data: rows }}
        idOf={({ id }) => id}
        search={search}
        onSearch={setSearch}
        searchLabel="Search connections"
        narrowed={(search.q ?? search.status ?? search.application) !== undefined}
        onClear={clear}
        filters={
          <>
            <Select
              aria-label="Status"
              placeholder="Any status"
              data={statuses}
              value={search.status ?? null}
              clearable
              w={150}
              onChange={(status) => {
                setSearch({ status: status ?? undefined });
              }}
            />
            <Select
              aria-label="Application"
              placeholder="Any application"
              data={applications.map(({ key, name }) => ({ value: key, label: name }))}
              value={search.application ?? null}
              clearable
              w={180}
              onChange={(application) => {
                setSearch({ application: application ?? undefined });
              }}
            />
          </>
        }
        empty={
          <EmptyState icon={IconPlugConnected} title="Connect your first application">
            <p>
              A connection keeps the sign-in to one account of an application, encrypted, and makes sure that its limits
              are never exceeded. Exports and imports use it to read and write records.
            </p>
            {may(user, 'administrator') && (
              <Button
                variant="default"
                onClick={() => {
                  setCreating(true);
                }}
              >
                Choose an application
              </Button>
            )}
          </EmptyState>
        }
      />
      <ConnectionPane
        opened={creating}
        onClose={() => {
          setCreating(false);
        }}
        onSaved={({ name, status }) => {
          setCreating(false);
          tell(
            'Connection saved',
            status === 'online' ? `${name} works and can be used.` : `${name} is stored and not tested yet.`,
          );
        }}
      />
    </>
  );
}

import { Button } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { api, bodyOf } from '@/api/client';
import { readAll } from '@/api/lists';
import { flowsQuery, importsQuery, integrationsQuery } from '@/api/resources';
import type { AlertView } from '@/api/schema';
import { may, sessionQuery } from '@/api/session';
import { EmptyState } from '@/components/EmptyState';
import { ErrorNotice } from '@/components/ErrorNotice';
import { PageHeader } from '@/components/PageHeader';
import { RemoveQuestion } from '@/components/RemoveQuestion';
import { ResourceTable } from '@/components/ResourceTable';
import { RowMenu } from '@/components/RowMenu';
import { tell } from '@/components/tell';
import { useTableSearch } from '@/components/useTableSearch';
import { alertColumns } from './alertColumns';
import { AlertPane } from './AlertPane';

const route = getRouteApi('/shell/alerts');

/** Who is told that something needs a person, and through what. */
export function AlertsPage() {
  const search = route.useSearch();
  const setSearch = useTableSearch();
  const queryClient = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const mayEdit = may(session?.user, 'manager');
  const { data: imports = [] } = useQuery(importsQuery);
  const { data: integrations = [] } = useQuery(integrationsQuery);
  const { data: flows = [] } = useQuery(flowsQuery);
  const [edited, setEdited] = useState<AlertView | null>(null);
  const [deleted, setDeleted] = useState<AlertView | null>(null);
  const [paneOpen, setPaneOpen] = useState(false);
  const q = search.q ?? '';
  const query = useQuery({
    queryKey: ['alerts', 'list', q],
    queryFn: () => readAll((page) => api.GET('/v1/alerts', { params: { query: { ...page, q } } })),
    placeholderData: (before) => before,
    // What it says of messages is only true for as long as nothing happens.
    refetchInterval: 5_000,
  });
  const testing = useMutation({
    mutationFn: ({ id }: AlertView) => bodyOf(api.POST('/v1/alerts/{id}/test', { params: { path: { id } } })),
    onSuccess: ({ ok }, { name }) => {
      if (ok) {
        tell('Test message sent', `${name} works: look where it goes.`);
      }
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['alerts'] }),
  });
  const open = (alert: AlertView | null) => {
    setEdited(alert);
    setPaneOpen(true);
  };
  const failed = testing.data?.error;

  return (
    <>
      <PageHeader
        title="Alerts"
        description="Who is told at once, and once, when something needs a person."
        action={
          mayEdit && (
            <Button
              onClick={() => {
                open(null);
              }}
            >
              + Create alert
            </Button>
          )
        }
      />
      {testing.error && <ErrorNotice error={testing.error} />}
      {failed && (
        <p role="alert">
          The test of {testing.variables?.name} was not sent: {failed.message}
        </p>
      )}
      <ResourceTable<AlertView>
        label="Alerts"
        columns={[
          ...alertColumns(imports, integrations, flows),
          ...(mayEdit
            ? [
                {
                  key: 'actions',
                  label: 'Actions',
                  isLabelHidden: true,
                  align: 'right' as const,
                  cell: (row: AlertView) => (
                    <RowMenu
                      name={row.name}
                      actions={[
                        {
                          label: 'Edit',
                          onClick: () => {
                            open(row);
                          },
                        },
                        {
                          label: 'Send a test',
                          onClick: () => {
                            testing.mutate(row);
                          },
                        },
                        {
                          label: 'Delete',
                          danger: true,
                          onClick: () => {
                            setDeleted(row);
                          },
                        },
                      ]}
                    />
                  ),
                },
              ]
            : []),
        ]}
        query={query}
        idOf={({ id }) => id}
        search={search}
        onSearch={setSearch}
        searchLabel="Search alerts"
        onClear={() => {
          setSearch({ q: undefined });
        }}
        empty={
          <EmptyState icon={IconBell} title="No alerts yet">
            <p>
              An alert sends a message through an import, such as one that posts to your chat’s webhook, when a flow
              fails, has open errors, or a connection goes offline.
            </p>
          </EmptyState>
        }
      />
      <AlertPane
        key={`${edited?.id ?? 'new'} ${String(paneOpen)}`}
        alert={edited}
        opened={paneOpen}
        onClose={() => {
          setPaneOpen(false);
        }}
      />
      <RemoveQuestion
        opened={deleted !== null}
        title={`Delete ${deleted?.name ?? ''}?`}
        verb="Delete"
        remove={async () => {
          await api.DELETE('/v1/alerts/{id}', { params: { path: { id: deleted?.id ?? '' } } });
          await queryClient.invalidateQueries({ queryKey: ['alerts'] });
        }}
        onClose={() => {
          setDeleted(null);
        }}
      >
        Nobody is told by it any more. The import that sends it stays.
      </RemoveQuestion>
    </>
  );
}

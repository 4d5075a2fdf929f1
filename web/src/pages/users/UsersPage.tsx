import { Button } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '@/api/client';
import { readAll } from '@/api/lists';
import type { User } from '@/api/session';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { EmptyState } from '@/components/EmptyState';
import { ErrorNotice } from '@/components/ErrorNotice';
import { PageHeader } from '@/components/PageHeader';
import { ResourceTable } from '@/components/ResourceTable';
import { roleLabel } from '@/components/RoleSelect';
import { RowMenu } from '@/components/RowMenu';
import { StatusBadge } from '@/components/StatusBadge';
import { TimeAgo } from '@/components/TimeAgo';
import { TwoLines } from '@/components/TwoLines';
import { useTableSearch } from '@/components/useTableSearch';
import { UserPane } from './UserPane';

const route = getRouteApi('/shell/users');

/** Who may sign in, and what each may do. */
export function UsersPage() {
  const search = route.useSearch();
  const setSearch = useTableSearch();
  const [edited, setEdited] = useState<User | null>(null);
  const [deleted, setDeleted] = useState<User | null>(null);
  const [paneOpen, setPaneOpen] = useState(false);
  const q = search.q ?? '';
  const query = useQuery({
    queryKey: ['users', 'list', q],
    queryFn: () => readAll((page) => api.GET('/v1/users', { params: { query: { ...page, q } } })),
    placeholderData: (before) => before,
  });

  const open = (user: User | null) => {
    setEdited(user);
    setPaneOpen(true);
  };

  return (
    <>
      <PageHeader
        title="Users"
        description="Who may sign in, and what each of them may do."
        action={
          <Button
            onClick={() => {
              open(null);
            }}
          >
            + Create user
          </Button>
        }
      />
      <ResourceTable
        label="Users"
        columns={[
          {
            key: 'name',
            label: 'Name',
            cell: (row) => <TwoLines first={row.name} second={row.email} />,
            sortBy: (row) => row.name,
          },
          { key: 'role', label: 'Role', cell: (row) => roleLabel(row.role), sortBy: (row) => row.role },
          {
            key: 'status',
            label: 'Status',
            cell: (row) => (
              <StatusBadge
                label={row.status === 'active' ? 'Active' : 'Disabled'}
                tone={row.status === 'active' ? 'good' : 'neutral'}
              />
            ),
            sortBy: (row) => row.status,
            from: 'phone',
          },
          {
            key: 'createdAt',
            label: 'Since',
            cell: (row) => <TimeAgo at={row.createdAt} />,
            sortBy: (row) => row.createdAt,
            from: 'tablet',
          },
          {
            key: 'actions',
            label: '',
            align: 'right',
            cell: (row) => (
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
        ]}
        query={query}
        idOf={(row) => row.id}
        search={search}
        onSearch={setSearch}
        searchLabel="Search users"
        onClear={() => {
          setSearch({ q: undefined });
        }}
        empty={
          <EmptyState icon={IconUsers} title="No users yet">
            <p>Users sign in to these pages.</p>
          </EmptyState>
        }
      />
      <UserPane
        key={`${edited?.id ?? 'new'} ${String(paneOpen)}`}
        user={edited}
        opened={paneOpen}
        onClose={() => {
          setPaneOpen(false);
        }}
      />
      <DeleteUser
        user={deleted}
        onClose={() => {
          setDeleted(null);
        }}
      />
    </>
  );
}

function DeleteUser({ user, onClose }: { user: User | null; onClose: () => void }) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: (id: string) => api.DELETE('/v1/users/{id}', { params: { path: { id } } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['users'] });
      onClose();
    },
  });

  return (
    <ConfirmDialog
      opened={user !== null}
      title={`Delete ${user?.name ?? ''}?`}
      confirmLabel="Delete"
      danger
      busy={remove.isPending}
      onConfirm={() => {
        if (user !== null) {
          remove.mutate(user.id);
        }
      }}
      onCancel={() => {
        remove.reset();
        onClose();
      }}
    >
      {remove.error ? (
        <ErrorNotice error={remove.error} />
      ) : (
        'This user is signed out at once. What the user has made stays, and so do the tokens.'
      )}
    </ConfirmDialog>
  );
}

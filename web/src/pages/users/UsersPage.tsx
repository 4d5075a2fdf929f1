import { Button } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '@/api/client';
import { readAll } from '@/api/lists';
import type { User } from '@/api/session';
import { EmptyState } from '@/components/EmptyState';
import { PageHeader } from '@/components/PageHeader';
import { RemoveQuestion } from '@/components/RemoveQuestion';
import { ResourceTable } from '@/components/ResourceTable';
import { roleLabel } from '@/components/RoleSelect';
import { RowMenu } from '@/components/RowMenu';
import { StatusBadge } from '@/components/StatusBadge';
import { TimeAgo } from '@/components/TimeAgo';
import { TwoLines } from '@/components/TwoLines';
import { useTableSearch } from '@/components/useTableSearch';
import { UserPane } from './UserPane';

const route = getRouteApi('/shell/users');

const usersQuery = (q: string) =>
  queryOptions({
    queryKey: ['users', 'list', q],
    queryFn: () => readAll((page) => api.GET('/v1/users', { params: { query: { ...page, q } } })),
  });

/** Who may sign in, and what each may do. */
export function UsersPage() {
  const search = route.useSearch();
  const setSearch = useTableSearch();
  const [edited, setEdited] = useState<User | null>(null);
  const [deleted, setDeleted] = useState<User | null>(null);
  const [paneOpen, setPaneOpen] = useState(false);
  const q = search.q ?? '';
  const query = useQuery({ ...usersQuery(q), placeholderData: (before) => before });
  const { data: all } = useQuery(usersQuery(''));

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
            cell: (row) => <TwoLines first={row.name} second={row.email !== row.name && row.email} />,
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
            below: true,
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
            label: 'Actions',
            isLabelHidden: true,
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
                  ...(isLastOwner(row, all)
                    ? []
                    : [
                        {
                          label: 'Delete',
                          danger: true,
                          onClick: () => {
                            setDeleted(row);
                          },
                        },
                      ]),
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

/** The server keeps the last owner who can sign in; so nobody is offered to remove him. */
function isLastOwner(user: User, all: readonly User[] = []): boolean {
  const isOwner = ({ role, status }: User) => role === 'owner' && status === 'active';
  return isOwner(user) && all.filter(isOwner).length === 1;
}

function DeleteUser({ user, onClose }: { user: User | null; onClose: () => void }) {
  const queryClient = useQueryClient();
  return (
    <RemoveQuestion
      opened={user !== null}
      title={`Delete ${user?.name ?? ''}?`}
      verb="Delete"
      remove={async () => {
        await api.DELETE('/v1/users/{id}', { params: { path: { id: user?.id ?? '' } } });
        await queryClient.invalidateQueries({ queryKey: ['users'] });
      }}
      onClose={onClose}
    >
      This user is signed out at once. What the user has made stays, and so do the tokens.
    </RemoveQuestion>
  );
}

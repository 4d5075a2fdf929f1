import { Button } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '@/api/client';
import { readAll } from '@/api/lists';
import type { TokenView } from '@/api/schema';
import { EmptyState } from '@/components/EmptyState';
import { PageHeader } from '@/components/PageHeader';
import { RemoveQuestion } from '@/components/RemoveQuestion';
import { ResourceTable } from '@/components/ResourceTable';
import { roleLabel } from '@/components/RoleSelect';
import { RowMenu } from '@/components/RowMenu';
import { StatusBadge } from '@/components/StatusBadge';
import { TimeAgo } from '@/components/TimeAgo';
import { useTableSearch } from '@/components/useTableSearch';
import { NewToken } from './NewToken';
import { TokenPane } from './TokenPane';

const route = getRouteApi('/shell/tokens');

/** What programs use to ask the API. */
export function TokensPage() {
  const search = route.useSearch();
  const setSearch = useTableSearch();
  const [paneOpen, setPaneOpen] = useState(false);
  const [created, setCreated] = useState<string | null>(null);
  const [revoked, setRevoked] = useState<TokenView | null>(null);
  const q = search.q ?? '';
  const query = useQuery({
    queryKey: ['tokens', 'list', q],
    queryFn: () => readAll((page) => api.GET('/v1/tokens', { params: { query: { ...page, q } } })),
    placeholderData: (before) => before,
  });
  const open = () => {
    setPaneOpen(true);
  };
  const create = <Button onClick={open}>+ Create token</Button>;

  return (
    <>
      <PageHeader
        title="Tokens"
        description="With a token a program asks the API in place of a person."
        action={create}
      />
      <ResourceTable
        label="Tokens"
        columns={[
          { key: 'name', label: 'Name', cell: (row) => row.name, sortBy: (row) => row.name },
          {
            key: 'role',
            label: 'Role',
            cell: (row) => roleLabel(row.role),
            sortBy: (row) => row.role,
            from: 'phone',
            below: true,
          },
          {
            key: 'expiresAt',
            label: 'Expires',
            cell: (row) => <Expiry at={row.expiresAt} />,
            sortBy: (row) => row.expiresAt ?? '9',
          },
          {
            key: 'lastUsedAt',
            label: 'Last used',
            cell: (row) => (row.lastUsedAt === null ? 'Never' : <TimeAgo at={row.lastUsedAt} />),
            sortBy: (row) => row.lastUsedAt ?? '',
            from: 'phone',
            below: true,
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
                    label: 'Revoke',
                    danger: true,
                    onClick: () => {
                      setRevoked(row);
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
        searchLabel="Search tokens"
        onClear={() => {
          setSearch({ q: undefined });
        }}
        empty={
          <EmptyState icon={IconKey} title="No tokens yet">
            <p>A script or a pipeline needs one to ask the API. It has a role, and mostly an end.</p>
          </EmptyState>
        }
      />
      <TokenPane
        key={String(paneOpen)}
        opened={paneOpen}
        onClose={() => {
          setPaneOpen(false);
        }}
        onCreated={(token) => {
          setPaneOpen(false);
          setCreated(token);
        }}
      />
      <NewToken
        key={created}
        token={created}
        onClose={() => {
          setCreated(null);
        }}
      />
      <RevokeToken
        token={revoked}
        onClose={() => {
          setRevoked(null);
        }}
      />
    </>
  );
}

function Expiry({ at }: { at: string | null }) {
  if (at === null) {
    return 'Never';
  }

  return new Date(at) <= new Date() ? <StatusBadge label="Expired" tone="bad" /> : <TimeAgo at={at} />;
}

function RevokeToken({ token, onClose }: { token: TokenView | null; onClose: () => void }) {
  const queryClient = useQueryClient();
  return (
    <RemoveQuestion
      opened={token !== null}
      title={`Revoke ${token?.name ?? ''}?`}
      verb="Revoke"
      remove={async () => {
        await api.DELETE('/v1/tokens/{id}', { params: { path: { id: token?.id ?? '' } } });
        await queryClient.invalidateQueries({ queryKey: ['tokens'] });
      }}
      onClose={onClose}
    >
      Whatever uses it is refused with its next request.
    </RemoveQuestion>
  );
}

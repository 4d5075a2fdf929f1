import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { applicationQuery } from '@/api/applications';
import { api, bodyOf } from '@/api/client';
import { connectionQuery } from '@/api/connections';
import type { VersionView } from '@/api/schema';
import { may } from '@/api/session';
import { Loading } from '@/components/Loading';
import { Problem } from '@/components/Problem';
import { Section } from '@/components/Section';
import { SimpleTable } from '@/components/SimpleTable';
import { TimeAgo } from '@/components/TimeAgo';
import { TwoLines } from '@/components/TwoLines';
import { useTableSearch } from '@/components/useTableSearch';
import { MoreButton } from '@/components/MoreButton';
import { usePages } from '@/components/usePages';
import { changesInWords } from './changeRows';
import { ComparePane } from './ComparePane';
import { RevertDialog } from './RevertDialog';

const route = getRouteApi('/shell/connections/$connectionId/history');
const shell = getRouteApi('/shell');

/** Every version of a connection: who saved it, when, and what it changed. */
export function ConnectionHistory() {
  const { connectionId: id } = route.useParams();
  const search = route.useSearch();
  const setSearch = useTableSearch();
  const { user } = shell.useRouteContext();
  const [reverting, setReverting] = useState<number | null>(null);
  const { data: connection } = useQuery(connectionQuery(id));
  const { data: application } = useQuery({
    ...applicationQuery(connection?.application ?? ''),
    enabled: connection !== undefined,
  });
  const { query, rows } = usePages(['connections', id, 'versions'], (page) =>
    bodyOf(api.GET('/v1/connections/{id}/versions', { params: { path: { id }, query: page } })),
  );
  if (connection === undefined || rows === undefined) {
    return query.error === null ? <Loading /> : <Problem error={query.error} onRetry={() => void query.refetch()} />;
  }

  const form = application?.form ?? [];
  const isPresent = ({ version }: VersionView) => version === connection.version;
  return (
    <Section title="History" description="Every change makes a version. Versions never hold secrets.">
      <SimpleTable<VersionView>
        label="Versions"
        rows={rows}
        idOf={({ version }) => String(version)}
        columns={[
          {
            key: 'version',
            label: 'Version',
            cell: (row) => <TwoLines first={`Version ${row.version}`} second={isPresent(row) && 'Present'} />,
          },
          { key: 'changes', label: 'Changed', from: 'phone', cell: (row) => changesInWords(row, form) },
          {
            key: 'by',
            label: 'Saved',
            cell: (row) => <TwoLines first={row.by.name} second={<TimeAgo at={row.at} />} />,
          },
          {
            key: 'actions',
            label: 'Actions',
            isLabelHidden: true,
            align: 'right',
            cell: (row) => (
              <Group gap="xs" justify="flex-end">
                {rows.length > 1 && (
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`Compare version ${row.version}`}
                    onClick={() => {
                      setSearch({ compare: row.version, with: isPresent(row) ? row.version - 1 : undefined });
                    }}
                  >
                    Compare
                  </Button>
                )}
                {!isPresent(row) && may(user, 'administrator') && (
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`Revert to version ${row.version}`}
                    onClick={() => {
                      setReverting(row.version);
                    }}
                  >
                    Revert
                  </Button>
                )}
              </Group>
            ),
          },
        ]}
      />
      <MoreButton query={query} />
      <ComparePane
        connection={connection}
        form={form}
        version={search.compare}
        other={search.with}
        onChange={setSearch}
        onRevert={may(user, 'administrator') ? setReverting : undefined}
      />
      <RevertDialog
        key={reverting}
        connection={connection}
        form={form}
        version={reverting}
        onClose={() => {
          setReverting(null);
        }}
      />
    </Section>
  );
}

import { Button, Group } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { VersionView } from '@/api/schema';
import { Loading } from '@/components/Loading';
import { MoreButton } from '@/components/MoreButton';
import { Problem } from '@/components/Problem';
import { Section } from '@/components/Section';
import { SimpleTable } from '@/components/SimpleTable';
import { TimeAgo } from '@/components/TimeAgo';
import { TwoLines } from '@/components/TwoLines';
import { usePages } from '@/components/usePages';
import { useTableSearch } from '@/components/useTableSearch';
import { changesInWords, type HistoryWords } from './changeRows';
import { ComparePane } from './ComparePane';
import type { HistorySearch } from './historySearch';
import { readVersions, type VersionedResource } from './versions';

interface VersionHistoryProps {
  resource: VersionedResource;
  words: HistoryWords;
  description: string;
  /** Of the page's address: its route validates it with `historySearch`. */
  search: HistorySearch;
  mayRevert: boolean;
  /** The question before a former version becomes the present one; null while nothing is asked. */
  question: (version: number | null, onClose: () => void) => ReactNode;
}

/** Every version of a resource: who saved it, when, and what it changed. */
export function VersionHistory({ resource, words, description, search, mayRevert, question }: VersionHistoryProps) {
  const setSearch = useTableSearch();
  const [reverting, setReverting] = useState<number | null>(null);
  const onRevert = mayRevert ? setReverting : undefined;
  return (
    <Section title="History" description={description}>
      <Versions resource={resource} words={words} onCompare={setSearch} onRevert={onRevert} />
      <ComparePane
        resource={resource}
        words={words}
        version={search.compare}
        other={search.with}
        onChange={setSearch}
        onRevert={onRevert}
      />
      {question(reverting, () => {
        setReverting(null);
      })}
    </Section>
  );
}

interface VersionsProps {
  resource: VersionedResource;
  words: HistoryWords;
  onCompare: (search: { compare: number; with: number | undefined }) => void;
  onRevert: ((version: number) => void) | undefined;
}

function Versions({ resource, words, onCompare, onRevert }: VersionsProps) {
  const { kind, id, version: present } = resource;
  // A change made elsewhere on the page is a new version: then the list is another one.
  const { query, rows } = usePages([kind, 'one', id, 'versions', present], (page) => readVersions(resource, page));
  if (rows === undefined) {
    return query.error === null ? <Loading /> : <Problem error={query.error} onRetry={() => void query.refetch()} />;
  }

  const isPresent = ({ version }: VersionView) => version === present;
  return (
    <>
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
          { key: 'changes', label: 'Changed', from: 'phone', cell: (row) => changesInWords(row, words) },
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
                      onCompare({ compare: row.version, with: isPresent(row) ? row.version - 1 : undefined });
                    }}
                  >
                    Compare
                  </Button>
                )}
                {!isPresent(row) && onRevert && (
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`Revert to version ${row.version}`}
                    onClick={() => {
                      onRevert(row.version);
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
    </>
  );
}

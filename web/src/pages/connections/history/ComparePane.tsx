import { Button, NativeSelect, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, bodyOf } from '@/api/client';
import { connectionsQuery } from '@/api/connections';
import type { ConnectionView, FormFieldView } from '@/api/schema';
import { Loading } from '@/components/Loading';
import { Problem } from '@/components/Problem';
import { RightPane } from '@/components/RightPane';
import classes from './ComparePane.module.css';
import { changeRows } from './changeRows';
import type { HistorySearch } from './historySearch';

interface ComparePaneProps {
  connection: ConnectionView;
  form: readonly FormFieldView[];
  /** The version that is compared; without one the pane is closed. */
  version: number | undefined;
  /** The one that it is compared with; without it the present one. */
  other: number | undefined;
  onChange: (search: { [K in keyof HistorySearch]: HistorySearch[K] | undefined }) => void;
  onRevert: ((version: number) => void) | undefined;
}

/** What differs between a version and the present one, or another. */
export function ComparePane({ connection, form, version, other, onChange, onRevert }: ComparePaneProps) {
  const close = () => {
    onChange({ compare: undefined, with: undefined });
  };

  return (
    <RightPane
      opened={version !== undefined}
      title={version === undefined ? 'Compare' : `Compare version ${version}`}
      onClose={close}
      footer={
        version !== undefined &&
        version !== connection.version &&
        onRevert && (
          <Button
            variant="default"
            onClick={() => {
              close();
              onRevert(version);
            }}
          >
            Revert to version {version}…
          </Button>
        )
      }
    >
      {version !== undefined && (
        <Stack>
          <NativeSelect
            label="Compare with"
            data={choices(connection.version, version)}
            value={String(other ?? connection.version)}
            onChange={(event) => {
              const chosen = Number(event.currentTarget.value);
              onChange({ with: chosen === connection.version ? undefined : chosen });
            }}
          />
          <Difference connection={connection} form={form} version={version} other={other ?? connection.version} />
        </Stack>
      )}
    </RightPane>
  );
}

/** Versions are counted from 1 without gaps; so many of the newest are offered. */
const choicesMax = 200;

function choices(present: number, version: number) {
  return Array.from({ length: Math.min(present, choicesMax) }, (_, index) => present - index)
    .filter((choice) => choice !== version)
    .map((choice) => ({
      value: String(choice),
      label: choice === present ? `Version ${choice}, the present one` : `Version ${choice}`,
    }));
}

interface DifferenceProps {
  connection: ConnectionView;
  form: readonly FormFieldView[];
  version: number;
  other: number;
}

function Difference({ connection: { id, version: present }, form, version, other }: DifferenceProps) {
  const { data: connections = [] } = useQuery(connectionsQuery());
  const [from, to] = version < other ? [version, other] : [other, version];
  const query = useQuery({
    queryKey: ['connections', id, 'difference', from, to],
    queryFn: () =>
      bodyOf(
        api.GET('/v1/connections/{id}/versions/{version}/difference', {
          params: { path: { id, version: from }, query: { to: String(to) } },
        }),
      ),
  });
  if (query.data === undefined) {
    return query.error === null ? <Loading /> : <Problem error={query.error} onRetry={() => void query.refetch()} />;
  }

  const rows = changeRows(query.data.changes, form, connections);
  if (rows.length === 0) {
    return <p className={classes['same']}>These two versions are the same.</p>;
  }

  const name = (which: number) => (which === present ? `Version ${which}, now` : `Version ${which}`);
  return (
    <>
      <dl className={classes['changes']} aria-label="Differences">
        {rows.map(({ field, label, from: before, to: after, secret }) => (
          <div key={field}>
            <dt>{label}</dt>
            {secret ? (
              <dd className={classes['secret']}>Changed. Secrets are never shown.</dd>
            ) : (
              <>
                <dd data-side="before">
                  <span>{name(from)}</span>
                  {before}
                </dd>
                <dd data-side="after">
                  <span>{name(to)}</span>
                  {after}
                </dd>
              </>
            )}
          </div>
        ))}
      </dl>
      {(query.data.moreChanges ?? 0) > 0 && (
        <p className={classes['same']}>{query.data.moreChanges} more fields differ.</p>
      )}
    </>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Loading } from '@/components/Loading';
import { Problem } from '@/components/Problem';
import { changeRows, type HistoryWords } from './changeRows';
import classes from './Differences.module.css';
import { readDifference, type VersionedResource } from './versions';

interface DifferencesProps {
  resource: VersionedResource;
  words: HistoryWords;
  /** The version that stands first, and the one that it is compared with. */
  from: number;
  to: number;
}

/** What differs between two versions, field by field. */
export function Differences({ resource, words, from, to }: DifferencesProps) {
  const { kind, id, version: present } = resource;
  const query = useQuery({
    queryKey: [kind, 'one', id, 'difference', from, to],
    queryFn: () => readDifference(resource, from, to),
  });
  if (query.data === undefined) {
    return query.error === null ? <Loading /> : <Problem error={query.error} onRetry={() => void query.refetch()} />;
  }

  const rows = changeRows(query.data.changes, words);
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

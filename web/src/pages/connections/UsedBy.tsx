import { Link } from '@tanstack/react-router';
import type { UsageView } from '@/api/schema';
import classes from './UsedBy.module.css';

const kinds = [
  { kind: 'flows', label: 'Flows' },
  { kind: 'exports', label: 'Exports' },
  { kind: 'imports', label: 'Imports' },
  { kind: 'borrowers', label: 'Borrowers' },
] as const;

/** Links to everything that uses a connection. */
export function UsedBy({ usage }: { usage: UsageView }) {
  const used = kinds.filter(({ kind }) => usage[kind].length > 0);
  if (used.length === 0) {
    return <p className={classes['nothing']}>Nothing uses it yet.</p>;
  }

  return (
    <dl className={classes['used']}>
      {used.map(({ kind, label }) => (
        <div key={kind}>
          <dt>{label}</dt>
          {usage[kind].map(({ id, name }) => (
            <dd key={id}>
              {kind === 'borrowers' ? (
                <Link to="/connections/$connectionId" params={{ connectionId: id }}>
                  {name}
                </Link>
              ) : kind === 'flows' ? (
                <Link to="/flows/$flowId" params={{ flowId: id }}>
                  {name}
                </Link>
              ) : kind === 'exports' ? (
                <Link to="/exports/$exportId" params={{ exportId: id }}>
                  {name}
                </Link>
              ) : (
                <Link to="/imports/$importId" params={{ importId: id }}>
                  {name}
                </Link>
              )}
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}

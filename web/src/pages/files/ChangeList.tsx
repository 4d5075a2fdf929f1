import type { ConfigurationChangesView, ConfigurationChangeView } from '@/api/schema';
import { changeRows } from '@/components/history/changeRows';
import { counted } from '@/components/RunState';
import { documentLabel } from '@/components/history/documentWords';
import classes from './Files.module.css';

const actions: readonly (readonly [string, string])[] = [
  ['create', 'Created'],
  ['update', 'Changed'],
  ['delete', 'Deleted'],
];

/** What a file changes, by what happens: each resource, and of those that differ each field. */
export function ChangeList({ compared }: { compared: ConfigurationChangesView }) {
  const same = compared.changes.filter(({ action }) => action === 'none').length;
  const groups = actions.flatMap(([action, title]) => {
    const of = compared.changes.filter((change) => change.action === action);
    return of.length === 0 ? [] : [{ title, of }];
  });
  return (
    <>
      <ul className={classes['groups']}>
        {groups.map(({ title, of }) => (
          <li key={title}>
            <h3>
              {title} ({of.length.toLocaleString('en')})
            </h3>
            <ul className={classes['resources']} aria-label={title}>
              {of.map((change) => (
                <Resource key={`${change.kind} ${change.name}`} change={change} />
              ))}
            </ul>
          </li>
        ))}
      </ul>
      {same > 0 && <p className={classes['note']}>{counted(same, 'resource')} as stored.</p>}
      {compared.left.length > 0 && (
        <p className={classes['note']}>
          Not in the file, and left as they are: {compared.left.map(({ kind, name }) => `${kind} ${name}`).join(', ')}.
        </p>
      )}
      {compared.missing.length > 0 && (
        <p className={classes['note']}>
          Secrets to give afterwards, in the connection’s page:{' '}
          {compared.missing.map(({ connection, field }) => `${connection} (${field})`).join(', ')}.
        </p>
      )}
    </>
  );
}

function Resource({ change }: { change: ConfigurationChangeView }) {
  const rows = changeRows(change.fields, { label: documentLabel, nameOf: () => undefined });
  return (
    <li>
      <span className={classes['kind']}>{change.kind}</span>
      <strong>{change.name}</strong>
      {rows.length > 0 && (
        <dl className={classes['fields']}>
          {rows.map(({ field, label, from, to, secret }) => (
            <div key={field}>
              <dt>{label}</dt>
              <dd>
                {secret ? (
                  'Changed. Secrets are never shown.'
                ) : (
                  <>
                    <del>{from}</del> → <ins>{to}</ins>
                  </>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {change.moreFields > 0 && <p className={classes['note']}>{counted(change.moreFields, 'more field')}</p>}
    </li>
  );
}

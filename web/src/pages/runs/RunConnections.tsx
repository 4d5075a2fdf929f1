import { useQuery } from '@tanstack/react-query';
import { connectionsQuery, trafficQuery } from '@/api/connections';
import { ConnectionName } from '@/components/ConnectionName';
import classes from './RunConnections.module.css';
import { useNow } from './useNow';
import { waitInWords } from './waits';

/** The slots of a flow's connections while it runs, and what they wait for. */
export function RunConnections({ ids }: { ids: readonly string[] }) {
  return ids.length === 0 ? null : (
    <ul className={classes['list']} aria-label="Connections">
      {ids.map((id) => (
        <Slots key={id} id={id} />
      ))}
    </ul>
  );
}

function Slots({ id }: { id: string }) {
  const { data: traffic } = useQuery({ ...trafficQuery(id), refetchInterval: 1_000 });
  const { data: connections } = useQuery(connectionsQuery());
  const now = useNow(true);
  const name = connections?.find((connection) => connection.id === id)?.name ?? 'this connection';
  if (traffic === undefined) {
    return null;
  }

  const wait = waitInWords(name, traffic, now);
  return (
    <li className={classes['slots']}>
      <div className={classes['line']}>
        <ConnectionName id={id} />
        <span>
          {traffic.inFlight} of {traffic.level} slots
          {traffic.waiting > 0 && `, ${traffic.waiting.toLocaleString('en')} waiting`}
        </span>
      </div>
      <span className={classes['bar']} aria-hidden>
        <span style={{ inlineSize: `${Math.min(100, (traffic.inFlight / Math.max(1, traffic.level)) * 100)}%` }} />
      </span>
      {wait !== null && <p className={classes['wait']}>{wait}</p>}
    </li>
  );
}

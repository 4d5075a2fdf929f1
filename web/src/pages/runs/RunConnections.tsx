import { useQuery } from '@tanstack/react-query';
import { connectionsQuery, trafficQuery } from '@/api/connections';
import type { RunWaitView } from '@/api/schema';
import { ConnectionName } from '@/components/ConnectionName';
import classes from './RunConnections.module.css';
import { useNow } from './useNow';
import { isOfConnection, runWaitInWords, waitInWords } from './waits';

interface Shown {
  ids: readonly string[];
  /** What a run waits for; left out: what the connections' pools wait for, whoever asks. */
  waits?: readonly RunWaitView[] | undefined;
}

/** The slots of connections, and what requests wait for at each. */
export function RunConnections({ ids, waits }: Shown) {
  return ids.length === 0 ? null : (
    <ul className={classes['list']} aria-label="Connections">
      {ids.map((id) => (
        <Slots key={id} id={id} waits={waits} />
      ))}
    </ul>
  );
}

function Slots({ id, waits }: { id: string; waits: Shown['waits'] }) {
  const { data: traffic } = useQuery({ ...trafficQuery(id), refetchInterval: 1_000 });
  const { data: connections } = useQuery(connectionsQuery());
  const now = useNow(true);
  const name = connections?.find((connection) => connection.id === id)?.name ?? 'this connection';
  if (traffic === undefined) {
    return null;
  }

  const own = waits?.find((wait) => wait.connection === id && isOfConnection(wait));
  const ofRun = own === undefined ? null : runWaitInWords(own, name, now);
  const wait = waits === undefined ? waitInWords(name, traffic, now) : ofRun;
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

import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { RunWaitView } from '@/api/schema';
import classes from './RunConnections.module.css';
import { useNow } from './useNow';
import { isOfConnection, runWaitInWords } from './waits';

/** What a run waits for that is no connection's: runs before it, records that are tried again later. */
export function RunWaits({ waits }: { waits: readonly RunWaitView[] }) {
  const now = useNow(true);
  const shown = waits.filter((wait) => !isOfConnection(wait));
  return shown.length === 0 ? null : (
    <ul className={classes['list']} aria-label="Waiting">
      {shown.map((wait) => (
        <li key={`${wait.reason} ${wait.connection ?? ''}`} className={classes['wait']}>
          {wait.reason === 'run' && wait.run !== null ? (
            <>
              waiting for{' '}
              <Anchor
                inherit
                renderRoot={(props) => <Link to="/runs/$runId" params={{ runId: wait.run ?? '' }} {...props} />}
              >
                another run of this flow
              </Anchor>
              {(wait.count ?? 1) > 1 && `, ${(wait.count ?? 1).toLocaleString('en')} go before it`}
            </>
          ) : (
            runWaitInWords(wait, 'this connection', now)
          )}
        </li>
      ))}
    </ul>
  );
}

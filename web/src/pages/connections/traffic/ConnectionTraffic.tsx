import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { trafficQuery } from '@/api/connections';
import type { TrafficView } from '@/api/schema';
import { Card } from '@/components/Card';
import { ConnectionName } from '@/components/ConnectionName';
import { Facts } from '@/components/Facts';
import { Loading } from '@/components/Loading';
import { Problem } from '@/components/Problem';
import { StatusBadge } from '@/components/StatusBadge';
import classes from './ConnectionTraffic.module.css';
import { FlowsAtWork } from './FlowsAtWork';
import { RateChart } from './RateChart';
import { rateInWords, rateNow } from './rates';
import { useTrafficStream } from './useTrafficStream';

const route = getRouteApi('/shell/connections/$connectionId');

/** What happens in a connection's pool now. */
export function ConnectionTraffic() {
  const { connectionId } = route.useParams();
  const { traffic, live, lost, samples } = useTrafficStream(connectionId);
  const query = useQuery(trafficQuery(connectionId));
  // Each event is written into the query, and where the stream is lost the query is asked anew.
  const now = query.data ?? traffic ?? undefined;
  if (now === undefined) {
    return query.error === null ? <Loading /> : <Problem error={query.error} onRetry={() => void query.refetch()} />;
  }

  return (
    <>
      <div role="status" aria-label="Stream" className={classes['live']}>
        <StatusBadge
          tone={live ? 'good' : lost ? 'bad' : 'busy'}
          label={live ? 'Live' : lost ? 'The server is not heard; trying again…' : 'Connecting…'}
        />
      </div>
      <Figures traffic={now} rate={live ? rateInWords(rateNow(samples)) : '–'} />
      <div className={classes['grid']}>
        <div className={classes['wide']}>
          <Card title="Requests per second">
            <RateChart samples={samples} />
          </Card>
        </div>
        <Card title="By flow">
          <FlowsAtWork flows={now.byFlow} />
        </Card>
        <Card title="Limits">
          <Limits id={connectionId} traffic={now} />
        </Card>
        <Card title="Borrowers">
          {now.borrowers.length === 0 ? (
            <p>No connection borrows from this pool.</p>
          ) : (
            <ul>
              {now.borrowers.map((borrower) => (
                <li key={borrower}>
                  <ConnectionName id={borrower} />
                </li>
              ))}
            </ul>
          )}
        </Card>
      </div>
    </>
  );
}

function Figures({ traffic, rate }: { traffic: TrafficView; rate: string }) {
  return (
    <dl className={classes['figures']}>
      <div>
        <dt>Slots in use</dt>
        <dd>
          {traffic.inFlight} <small>of {traffic.level}</small>
        </dd>
      </div>
      <div>
        <dt>Waiting</dt>
        <dd>{traffic.waiting.toLocaleString('en')}</dd>
      </div>
      <div>
        <dt>Requests per second</dt>
        <dd>{rate}</dd>
      </div>
      <div>
        <dt>Requests</dt>
        <dd>
          {traffic.requests.toLocaleString('en')} <small>since start</small>
        </dd>
      </div>
    </dl>
  );
}

function Limits({ id, traffic: { pool, level, peakInFlight, budget, pausedUntil, pauseReason } }: LimitsProps) {
  const until = pausedUntil ?? budget.pausedUntil;
  return (
    <Facts
      facts={[
        [
          'Concurrency level',
          pool === id ? (
            String(level)
          ) : (
            <span key="pool">
              {level}, borrowed from <ConnectionName id={pool} />
            </span>
          ),
        ],
        ['Most at once', String(peakInFlight)],
        [
          'Rate',
          budget.size === null
            ? 'No limit is known.'
            : `${budget.used} of ${budget.size} used, shared by ${budget.key}`,
        ],
        [
          'Pause',
          until === null && pauseReason === null
            ? 'None'
            : `${until === null ? 'Until it works again' : `Until ${new Date(until).toLocaleTimeString()}`}. ${pauseReason ?? ''}`,
        ],
      ]}
    />
  );
}

interface LimitsProps {
  id: string;
  traffic: TrafficView;
}

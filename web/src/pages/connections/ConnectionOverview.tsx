import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { applicationQuery } from '@/api/applications';
import { api, bodyOf } from '@/api/client';
import { connectionQuery, connectionsQuery, usageQuery } from '@/api/connections';
import { may } from '@/api/session';
import { BusyButton } from '@/components/BusyButton';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Facts } from '@/components/Facts';
import { TimeAgo } from '@/components/TimeAgo';
import { ConnectionStatus } from './ConnectionStatus';
import classes from './ConnectionOverview.module.css';
import { TestStatus, userOf, type TestState } from './pane/TestStatus';
import { SlotsInUse } from './SlotsInUse';
import { UsedBy } from './UsedBy';

const route = getRouteApi('/shell/connections/$connectionId');
const shell = getRouteApi('/shell');

/** How a connection is, what it is set to, and who uses it. */
export function ConnectionOverview() {
  const { connectionId } = route.useParams();
  const { user } = shell.useRouteContext();
  const queryClient = useQueryClient();
  const { data: connection } = useQuery(connectionQuery(connectionId));
  const { data: all = [] } = useQuery(connectionsQuery());
  const { data: usage } = useQuery(usageQuery(connectionId));
  const { data: application } = useQuery({
    ...applicationQuery(connection?.application ?? ''),
    enabled: connection !== undefined,
  });
  const test = useMutation({
    mutationFn: () => bodyOf(api.POST('/v1/connections/{id}/test', { params: { path: { id: connectionId } } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['connections'] }),
  });

  if (connection === undefined) {
    return null;
  }

  const lender = all.find(({ id }) => id === connection.borrowConcurrencyFrom);
  const last = test.data ?? connection.lastTest;
  const state: TestState = test.isPending
    ? { phase: 'running' }
    : last === null
      ? { phase: 'idle' }
      : last.ok
        ? { phase: 'works', message: last.message, latencyMs: last.latencyMs, as: userOf(connection) }
        : { phase: 'failed', code: last.code, message: last.message };

  return (
    <div className={classes['grid']}>
      <Card
        title="Status"
        action={
          // Where the connection is offline the notice above the tabs has the button.
          may(user, 'administrator') &&
          connection.status !== 'offline' && (
            <BusyButton
              variant="default"
              size="xs"
              busy={test.isPending}
              onClick={() => {
                test.mutate();
              }}
            >
              Test connection
            </BusyButton>
          )
        }
      >
        {test.error && <ErrorNotice error={test.error} />}
        {/* Why it is offline is said in the notice above the tabs. */}
        {(connection.status !== 'offline' || test.isPending) && <TestStatus state={state} />}
        <Facts
          facts={[
            ['Status', <ConnectionStatus key="status" status={connection.status} />],
            ['Last test', connection.lastTest ? <TimeAgo key="test" at={connection.lastTest.at} /> : 'Never'],
            ['In use now', <SlotsInUse key="slots" id={connection.id} />],
          ]}
        />
      </Card>
      <Card title="Settings">
        <Facts
          facts={[
            ...(application?.form ?? [])
              .filter(({ advanced }) => !advanced)
              .map(({ field, label, type, suffix, prefix }): [string, React.ReactNode] => [
                label,
                type === 'password'
                  ? connection.secrets.includes(field)
                    ? 'Stored, encrypted'
                    : 'Not set'
                  : shown(connection.settings[field], prefix, suffix),
              ]),
            [
              'Concurrency level',
              lender ? (
                <span key="lender">
                  Borrowed from{' '}
                  <Link to="/connections/$connectionId" params={{ connectionId: lender.id }}>
                    {lender.name}
                  </Link>
                </span>
              ) : (
                `${connection.concurrencyLevel} requests at once`
              ),
            ],
          ]}
        />
      </Card>
      <Card title="Used by">{usage && <UsedBy usage={usage} />}</Card>
    </div>
  );
}

function shown(value: unknown, prefix: string | null, suffix: string | null): React.ReactNode {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : value === true ? 'Yes' : '';
  return text === '' ? '–' : `${prefix ?? ''}${text}${suffix ?? ''}`;
}

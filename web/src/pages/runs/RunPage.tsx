import { Alert, Anchor, Group } from '@mantine/core';
import { IconAlertCircle, IconPlayerPause } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { flowQuery } from '@/api/flows';
import { durationInWords, durationMs, recordsOf } from '@/api/runs';
import type { FlowView, RunView } from '@/api/schema';
import { may } from '@/api/session';
import { Loading } from '@/components/Loading';
import { PageHeader } from '@/components/PageHeader';
import { Problem } from '@/components/Problem';
import { errors, toneOf, words } from '@/components/RunState';
import { Section } from '@/components/Section';
import { StatusBadge } from '@/components/StatusBadge';
import { TimeAgo } from '@/components/TimeAgo';
import { CancelRun } from './CancelRun';
import { useFlowConnections, useStepNames } from './flowParts';
import { RunConnections } from './RunConnections';
import { RunLog } from './RunLog';
import classes from './RunPage.module.css';
import { RunSteps } from './RunSteps';
import { RunWaits } from './RunWaits';
import { StartRun } from './StartRun';
import { triggers } from './triggers';
import { useNow } from './useNow';
import { useRun } from './useRun';

const route = getRouteApi('/shell/runs/$runId');
const shell = getRouteApi('/shell');

/** One run: as it happens, and what became of it. */
export function RunPage() {
  const { runId } = route.useParams();
  const { user } = shell.useRouteContext();
  const { query, run, active, samples } = useRun(runId);
  const { data: flow } = useQuery({ ...flowQuery(run?.flow ?? ''), enabled: run !== undefined, retry: false });
  const names = useStepNames(flow);
  const connections = useFlowConnections(flow);
  if (run === undefined) {
    return query.error === null ? <Loading /> : <Problem error={query.error} onRetry={() => void query.refetch()} />;
  }

  return (
    <>
      <PageHeader
        title={`Run of ${flow?.name ?? 'a flow'}`}
        back={
          <Anchor
            c="dimmed"
            size="sm"
            renderRoot={(props) => <Link to="/flows/$flowId/runs" params={{ flowId: run.flow }} {...props} />}
          >
            ← {flow?.name ?? 'Runs'}
          </Anchor>
        }
        action={
          may(user, 'manager') && (
            <Group gap="sm">
              {active ? <CancelRun run={run} /> : flow !== undefined && <StartRun flow={flow.id} />}
            </Group>
          )
        }
      />
      <Notices run={run} />
      <Facts run={run} flow={flow} active={active} />
      {active && <RunWaits waits={run.waiting ?? []} />}
      {active && <RunConnections ids={connections} waits={run.waiting ?? []} />}
      <Section title="Steps">
        <RunSteps run={run} names={names} active={active} samples={samples} />
      </Section>
      <RunLog run={run.id} names={names} />
    </>
  );
}

function Notices({ run }: { run: RunView }) {
  const text = { message: { color: 'inherit' }, title: { color: 'inherit' } };
  return (
    <>
      {run.error !== null && (
        <Alert color="red" variant="light" mb="lg" icon={<IconAlertCircle />} title="The run failed" styles={text}>
          {run.error.message}
        </Alert>
      )}
      {run.pause !== null && (
        <Alert color="orange" variant="light" mb="lg" icon={<IconPlayerPause />} title="The run waits" styles={text}>
          {run.pause.message} It goes on by itself; nothing is lost.
        </Alert>
      )}
    </>
  );
}

function Facts({ run, flow, active }: { run: RunView; flow: FlowView | undefined; active: boolean }) {
  const now = useNow(active);
  return (
    <dl className={classes['facts']}>
      <div>
        <dt>State</dt>
        <dd>
          <span role="status">
            <StatusBadge label={words(run)} tone={toneOf(run)} />
          </span>
        </dd>
      </div>
      <div>
        <dt>Records</dt>
        <dd>{recordsOf(run, flow).toLocaleString('en')}</dd>
      </div>
      <div>
        <dt>Errors</dt>
        <dd>{errors(run).toLocaleString('en')}</dd>
      </div>
      <div>
        <dt>{run.status === 'queued' ? 'Waiting for' : active ? 'Running for' : 'Took'}</dt>
        <dd>{durationInWords(durationMs(run, now))}</dd>
      </div>
      <div>
        <dt>Started</dt>
        <dd>
          <TimeAgo at={run.startedAt} />
        </dd>
      </div>
      <div>
        <dt>Trigger</dt>
        <dd>
          <span data-small>{triggers[run.trigger]}</span>
        </dd>
      </div>
      {run.resumes + run.restarts > 0 && (
        <div>
          <dt>Went on after a stop</dt>
          <dd>
            <span data-small>
              {run.resumes} resumed, {run.restarts} begun again
            </span>
          </dd>
        </div>
      )}
    </dl>
  );
}

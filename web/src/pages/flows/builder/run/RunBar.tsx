import { useMutation } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { api, bodyOf } from '@/api/client';
import type { RunView } from '@/api/schema';
import { BusyButton } from '@/components/BusyButton';
import { StatusBadge } from '@/components/StatusBadge';
import { TimeAgo } from '@/components/TimeAgo';
import { counted, toneOf, words } from '@/components/RunState';
import { useBuilder } from '../BuilderContext';
import classes from './RunBar.module.css';
import { isActive } from './runStore';

/** How the last run is, or was, in one line. */
export function RunBar({ sources }: { sources: readonly { id: string }[] }) {
  const { run: store, mayEdit } = useBuilder();
  const run = useSyncExternalStore(store.subscribe, store.getRun);
  const cancel = useMutation({
    mutationFn: (id: string) => bodyOf(api.POST('/v1/runs/{id}/cancel', { params: { path: { id } } })),
  });
  if (run === null) {
    return <span className={classes['never']}>Not run yet</span>;
  }

  const why = run.error?.message ?? run.pause?.message;
  return (
    <div className={classes['bar']}>
      <span role="status" aria-label="Last run">
        <StatusBadge label={words(run)} tone={toneOf(run)} />
      </span>
      <span className={classes['detail']}>
        {counted(recordsOf(run, sources), 'record')}
        {run.endedAt === null ? '' : <> in {duration(run)}</>}
        {run.endedAt !== null && (
          <>
            {', '}
            <TimeAgo at={run.endedAt} />
          </>
        )}
      </span>
      {why !== undefined && <span className={classes['why']}>{why}</span>}
      {isActive(run) && mayEdit && (
        <BusyButton
          variant="default"
          size="compact-sm"
          busy={cancel.isPending}
          onClick={() => {
            cancel.mutate(run.id);
          }}
        >
          Cancel run
        </BusyButton>
      )}
    </div>
  );
}

/** Records that the sources have read. */
function recordsOf(run: RunView, sources: readonly { id: string }[]): number {
  return run.steps
    .filter(({ id }) => sources.some((source) => source.id === id))
    .reduce((sum, { read }) => sum + read, 0);
}

function duration({ startedAt, endedAt }: RunView): string {
  const seconds = (new Date(endedAt ?? startedAt).getTime() - new Date(startedAt).getTime()) / 1000;
  return seconds < 10
    ? `${seconds.toFixed(1)} s`
    : seconds < 120
      ? `${Math.round(seconds)} s`
      : `${Math.round(seconds / 60)} min`;
}

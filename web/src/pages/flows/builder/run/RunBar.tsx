import { Anchor } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import { api, bodyOf } from '@/api/client';
import { durationInWords, durationMs, isActive, recordsOf } from '@/api/runs';
import type { FlowSourceView } from '@/api/schema';
import { BusyButton } from '@/components/BusyButton';
import { StatusBadge } from '@/components/StatusBadge';
import { TimeAgo } from '@/components/TimeAgo';
import { counted, toneOf, words } from '@/components/RunState';
import { useBuilder } from '../BuilderContext';
import classes from './RunBar.module.css';

/** How the last run is, or was, in one line. */
export function RunBar({ sources }: { sources: readonly FlowSourceView[] }) {
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
        {counted(recordsOf(run, { sources: [...sources] }), 'record')}
        {run.endedAt === null ? '' : <> in {durationInWords(durationMs(run, 0))}</>}
        {run.endedAt !== null && (
          <>
            {', '}
            <TimeAgo at={run.endedAt} />
          </>
        )}
      </span>
      <Anchor size="sm" renderRoot={(props) => <Link to="/runs/$runId" params={{ runId: run.id }} {...props} />}>
        Open run
      </Anchor>
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

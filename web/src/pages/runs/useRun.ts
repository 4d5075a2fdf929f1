import { useDocumentVisibility } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { flowRunsKey, isActive, runQuery } from '@/api/runs';
import type { RunView } from '@/api/schema';
import { withRunSample, type RunSample } from './runRate';

const pollEveryMs = 2_000;
const reopenAfterMs = 5_000;

/** However fast a run is, nobody reads more than four counts a second. */
const showEveryMs = 250;
const sampleEveryMs = 1_000;

/**
 * A run, as it happens while it is active: told by the server, asked for where that fails, and neither while the page is
 * hidden.
 */
export function useRun(id: string) {
  const queryClient = useQueryClient();
  const visible = useDocumentVisibility() !== 'hidden';
  const [heard, setHeard] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const query = useQuery({
    ...runQuery(id),
    refetchInterval: ({ state }) => (!heard && state.data !== undefined && isActive(state.data) ? pollEveryMs : false),
  });
  const run = query.data;
  const active = run !== undefined && isActive(run);
  const flow = run?.flow;

  useEffect(() => {
    if (!active || !visible) {
      return undefined;
    }

    let latest: RunView | null = null;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let reopen: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      waiting = undefined;
      if (latest !== null) {
        queryClient.setQueryData(runQuery(id).queryKey, latest);
      }
    };

    const source = new EventSource(`/v1/runs/${encodeURIComponent(id)}/events`);
    source.addEventListener('run', ({ data }: MessageEvent<string>) => {
      setHeard(true);
      latest = JSON.parse(data) as RunView;
      waiting ??= setTimeout(show, showEveryMs);
    });
    source.addEventListener('error', () => {
      setHeard(false);
      // The browser comes back by itself, unless it was refused; meanwhile the run is asked for.
      if (source.readyState === EventSource.CLOSED) {
        reopen = setTimeout(() => {
          setAttempt((now) => now + 1);
        }, reopenAfterMs);
      }
    });
    return () => {
      source.close();
      clearTimeout(waiting);
      clearTimeout(reopen);
      show();
      setHeard(false);
    };
  }, [id, active, visible, attempt, queryClient]);

  // What has ended changes the lists and the errors.
  useEffect(() => {
    if (flow === undefined || active) {
      return;
    }

    void queryClient.invalidateQueries({ queryKey: flowRunsKey(flow) });
    void queryClient.invalidateQueries({ queryKey: ['errors'] });
    void queryClient.invalidateQueries({ queryKey: ['dashboard'] });
  }, [flow, active, queryClient]);

  return { query, run, active, live: heard, samples: useSamples(run, active && visible) };
}

/** How far the run was, second by second; nothing of another run or another time. */
function useSamples(run: RunView | undefined, on: boolean): readonly RunSample[] {
  const queryClient = useQueryClient();
  const [samples, setSamples] = useState<readonly RunSample[]>([]);
  const id = run?.id;

  useEffect(() => {
    if (id === undefined || !on) {
      return undefined;
    }

    // The server only tells what changes: a second without a word is a second without a record.
    const clock = setInterval(() => {
      const now = queryClient.getQueryData(runQuery(id).queryKey);
      if (now !== undefined) {
        setSamples((before) => withRunSample(before, now, Date.now()));
      }
    }, sampleEveryMs);
    return () => {
      clearInterval(clock);
      setSamples([]);
    };
  }, [id, on, queryClient]);

  return samples;
}

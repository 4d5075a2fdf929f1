import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from './client';
import type { FlowView, RunView } from './schema';

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['runs', 'one', id],
    queryFn: () => bodyOf(api.GET('/v1/runs/{id}', { params: { path: { id } } })),
  });

/** The runs of a flow, newest first: its history and its newest ones. */
export const flowRunsKey = (flow: string) => ['runs', 'of', flow] as const;

/** Whether more is to come of it. */
export const isActive = ({ status }: Pick<RunView, 'status'>): boolean =>
  status === 'queued' || status === 'running' || status === 'paused';

/** Records that came in: read by the flow's sources, or taken up again where they had failed. */
export function recordsOf(
  run: Pick<RunView, 'steps' | 'trigger'>,
  flow: Pick<FlowView, 'sources'> | undefined,
): number {
  const sources = run.steps.filter(({ id }) => flow?.sources.some((source) => source.id === id));
  const read = sources.reduce((sum, step) => sum + step.read, 0);
  // A retry begins at the steps where its records had failed: what comes to later ones passed those before.
  return read > 0 || run.trigger !== 'retry' ? read : Math.max(0, ...run.steps.map((step) => step.read));
}

/** How long a run took, or takes until now, in milliseconds. */
export const durationMs = ({ startedAt, endedAt }: Pick<RunView, 'startedAt' | 'endedAt'>, now: number): number =>
  Math.max(0, (endedAt === null ? now : new Date(endedAt).getTime()) - new Date(startedAt).getTime());

/** "0.4 s", "38 s", "4 min 10 s", "2 h 5 min". */
export function durationInWords(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 60) {
    return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds)} s`;
  }

  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.floor(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

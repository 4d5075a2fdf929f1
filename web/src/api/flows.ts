import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from './client';
import { flowRunsKey } from './runs';
import type { FlowStepView, paths } from './schema';

type FlowBody = paths['/v1/flows']['post']['requestBody']['content']['application/json'];
type FlowStepBody = NonNullable<FlowBody['steps']>[number];

export const flowQuery = (id: string) =>
  queryOptions({
    queryKey: ['flows', 'one', id],
    queryFn: () => bodyOf(api.GET('/v1/flows/{id}', { params: { path: { id } } })),
  });

/** Steps as they are written. */
export const stepBodies = (steps: readonly FlowStepView[]): FlowStepBody[] =>
  steps.map(({ branch, ...step }) => ({
    ...step,
    ...(branch && {
      branch: { ...branch, cases: branch.cases.map((one) => ({ ...one, steps: stepBodies(one.steps) })) },
    }),
  }));

/** From where the sources of a flow go on. */
export const marksQuery = (id: string) =>
  queryOptions({
    queryKey: ['flows', 'one', id, 'marks'],
    queryFn: async () => (await bodyOf(api.GET('/v1/flows/{id}/marks', { params: { path: { id } } }))).marks,
  });

/** The last run of a flow, retries apart; null before the first one. */
export const lastRunQuery = (id: string) =>
  queryOptions({
    queryKey: [...flowRunsKey(id), 'last'],
    queryFn: async () => {
      const query = { limit: '10' };
      const { data } = await bodyOf(api.GET('/v1/flows/{id}/runs', { params: { path: { id }, query } }));
      return data.find(({ trigger }) => trigger !== 'retry') ?? null;
    },
    refetchInterval: 5_000,
  });

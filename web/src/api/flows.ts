import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from './client';
import { flowRunsKey } from './runs';

export const flowQuery = (id: string) =>
  queryOptions({
    queryKey: ['flows', 'one', id],
    queryFn: () => bodyOf(api.GET('/v1/flows/{id}', { params: { path: { id } } })),
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

import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from './client';
import { readAll } from './lists';

/** All connections whose name contains `q`, as many as a page shows. */
export const connectionsQuery = (q = '') =>
  queryOptions({
    queryKey: ['connections', 'list', q],
    queryFn: () => readAll((page) => api.GET('/v1/connections', { params: { query: { ...page, q } } })),
  });

export const connectionQuery = (id: string) =>
  queryOptions({
    queryKey: ['connections', id],
    queryFn: () => bodyOf(api.GET('/v1/connections/{id}', { params: { path: { id } } })),
  });

/** What happens in the connection's pool now. */
export const trafficQuery = (id: string) =>
  queryOptions({
    queryKey: ['traffic', id],
    queryFn: () => bodyOf(api.GET('/v1/connections/{id}/traffic', { params: { path: { id } } })),
    refetchInterval: 5_000,
  });

export const usageQuery = (id: string) =>
  queryOptions({
    queryKey: ['connections', id, 'usage'],
    queryFn: () => bodyOf(api.GET('/v1/connections/{id}/usage', { params: { path: { id } } })),
  });

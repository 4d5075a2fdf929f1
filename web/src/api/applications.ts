import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from './client';

// Definitions are read when the server starts.
const staleTime = 10 * 60_000;

export const applicationsQuery = queryOptions({
  queryKey: ['applications'],
  queryFn: async () => (await bodyOf(api.GET('/v1/applications'))).data,
  staleTime,
});

export const applicationQuery = (key: string) =>
  queryOptions({
    queryKey: ['applications', key],
    queryFn: () => bodyOf(api.GET('/v1/applications/{key}', { params: { path: { key } } })),
    staleTime,
  });

import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '@/api/client';

export const exportQuery = (id: string) =>
  queryOptions({
    queryKey: ['exports', 'one', id],
    queryFn: () => bodyOf(api.GET('/v1/exports/{id}', { params: { path: { id } } })),
  });

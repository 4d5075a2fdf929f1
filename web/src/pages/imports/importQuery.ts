import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '@/api/client';

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', 'one', id],
    queryFn: () => bodyOf(api.GET('/v1/imports/{id}', { params: { path: { id } } })),
  });

import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from './client';

export const flowQuery = (id: string) =>
  queryOptions({
    queryKey: ['flows', 'one', id],
    queryFn: () => bodyOf(api.GET('/v1/flows/{id}', { params: { path: { id } } })),
  });

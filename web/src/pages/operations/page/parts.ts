import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '@/api/client';

/** Which of the two: they are alike in many things. */
export type Part = 'exports' | 'imports';

/** Who uses it. */
export const partUsageQuery = (part: Part, id: string) =>
  queryOptions({
    queryKey: [part, 'one', id, 'usage'],
    queryFn: () =>
      part === 'exports'
        ? bodyOf(api.GET('/v1/exports/{id}/usage', { params: { path: { id } } }))
        : bodyOf(api.GET('/v1/imports/{id}/usage', { params: { path: { id } } })),
  });

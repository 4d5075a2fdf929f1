import { api, bodyOf } from '@/api/client';
import type { ErrorCauseView } from '@/api/schema';
import type { FilterName } from './errorsSearch';

/** What finds the errors of a cause: those from before there were causes share step and code. */
export const causeFilter = ({ cause, step, code }: ErrorCauseView): Partial<Record<FilterName, string>> =>
  cause === null ? { step, code } : { cause };

/** What the errors that match came of, most first. */
export const causesQuery = (flow: string | null, filter: Partial<Record<FilterName | 'status', string>>) => ({
  queryKey: ['errors', 'causes', flow, filter],
  queryFn: async () => {
    const { data } = await bodyOf(
      flow === null
        ? api.GET('/v1/errors/causes', { params: { query: filter } })
        : api.GET('/v1/flows/{id}/errors/causes', { params: { path: { id: flow }, query: filter } }),
    );
    return data;
  },
});

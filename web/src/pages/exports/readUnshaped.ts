import { useQuery } from '@tanstack/react-query';
import { api, bodyOf } from '@/api/client';
import type { ExportView } from '@/api/schema';
import type { Json } from '@/json/json';
import { exportBody, exportFields, unnamed, type ExportFields } from '../operations/documents';

/** A record is not read again for so long. */
const staleTime = 5 * 60_000;

/** The first record as the application gives it, before transform and filter; undefined where none came. */
export async function readUnshaped(fields: ExportFields): Promise<Json | undefined> {
  const body = { export: unnamed(exportBody({ ...fields, transform: null, filter: null })), limit: 1 };
  const { records } = await bodyOf(api.POST('/v1/exports/preview', { body }));
  return records[0] as Json | undefined;
}

/** A record as a stored export reads it, to try transform and filter with; where none can be read there is none. */
export function useUnshaped(stored: ExportView | undefined): Json | undefined {
  const { data } = useQuery({
    queryKey: ['preview', 'unshaped', stored?.id, stored?.version],
    queryFn: async () => (stored === undefined ? null : ((await readUnshaped(exportFields(stored))) ?? null)),
    enabled: stored !== undefined,
    staleTime,
    retry: false,
  });
  return data ?? undefined;
}

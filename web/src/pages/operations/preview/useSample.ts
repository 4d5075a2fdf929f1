import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '@/api/client';
import type { Json } from '@/json/json';
import { exportBody, exportFields } from '../documents';

/** A sample is not read again for so long. */
const staleTime = 5 * 60_000;

/**
 * A record to try things with: the first one of an export, or what a person has typed.
 *
 * @param from The export; undefined reads nothing.
 * @param given A record that is there already.
 */
export function useSample(from: string | undefined, given: unknown) {
  const [typed, setTyped] = useState<Json | undefined>(undefined);
  const [chosen, choose] = useState<string | undefined>(undefined);
  const source = chosen ?? from;
  const query = useQuery({
    queryKey: ['preview', 'sample', source],
    queryFn: () => readFirst(source ?? ''),
    enabled: source !== undefined && (chosen !== undefined || given === undefined),
    staleTime,
    retry: false,
  });

  return {
    record: typed ?? (chosen === undefined ? ((given as Json | undefined) ?? query.data?.record) : query.data?.record),
    source,
    reading: query.isFetching,
    error: query.error,
    /** Why the application gave none. */
    fault: query.data?.fault ?? null,
    setTyped,
    choose: (id: string) => {
      setTyped(undefined);
      choose(id);
    },
  };
}

export type Sample = ReturnType<typeof useSample>;

async function readFirst(id: string) {
  const stored = await bodyOf(api.GET('/v1/exports/{id}', { params: { path: { id } } }));
  const { records, error } = await bodyOf(
    api.POST('/v1/exports/preview', { body: { export: exportBody(exportFields(stored)), limit: 1 } }),
  );
  return { record: records[0] as Json | undefined, fault: error ?? null };
}

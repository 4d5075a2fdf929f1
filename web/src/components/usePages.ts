import { useInfiniteQuery } from '@tanstack/react-query';

interface Page<T> {
  data: T[];
  next: string | null;
}

/**
 * A long list, page after page.
 *
 * @param queryKey What it is a list of.
 * @param read Reads one page: the first one without a cursor.
 */
export function usePages<T>(
  queryKey: readonly unknown[],
  read: (query: { limit: string; cursor?: string }) => Promise<Page<T>>,
) {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => read({ limit: '50', ...(pageParam !== null && { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

  return { query, rows: query.data?.pages.flatMap((page) => page.data) };
}

import { bodyOf } from './client';

interface ListPage<T> {
  data: T[];
  next: string | null;
}

/** The most rows that a page shows at once; who has more searches. */
export const rowsMax = 1_000;

/** Reads a list to its end, or to {@link rowsMax}. */
export async function readAll<T>(
  read: (query: { limit: string; cursor?: string }) => Promise<{ data?: ListPage<T> }>,
): Promise<T[]> {
  const rows: T[] = [];
  let cursor: string | null = null;
  do {
    const page: ListPage<T> = await bodyOf(read({ limit: '200', ...(cursor !== null && { cursor }) }));
    rows.push(...page.data);
    cursor = page.next;
  } while (cursor !== null && rows.length < rowsMax);

  return rows;
}

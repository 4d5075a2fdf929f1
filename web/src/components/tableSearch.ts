/** What the address says of a table: what is searched for, and the order. */
export interface TableSearch {
  q?: string;
  /** A column's key; with a minus before it, descending. */
  sort?: string;
}

/** For `validateSearch` of a route: takes what it knows from the address, whoever has written it. */
export function tableSearch(raw: Record<string, unknown>): TableSearch {
  const { q, sort } = raw;
  return {
    ...((typeof q === 'string' || typeof q === 'number') && q !== '' && { q: String(q) }),
    ...(typeof sort === 'string' && sort !== '' && { sort }),
  };
}

/** The order after a click on a column: ascending, descending, and again. */
export function nextSort(sort: string | undefined, key: string): string {
  return sort === key ? `-${key}` : key;
}

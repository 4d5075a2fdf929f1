/** What the address of the history says: which version is compared, and with which; the present one when left out. */
export interface HistorySearch {
  compare?: number;
  with?: number;
}

export function historySearch(raw: Record<string, unknown>): HistorySearch {
  const compare = versionOf(raw['compare']);
  const other = versionOf(raw['with']);
  return compare === undefined ? {} : { compare, ...(other !== undefined && other !== compare && { with: other }) };
}

function versionOf(value: unknown): number | undefined {
  const version = Number(value);
  return typeof value !== 'boolean' && Number.isSafeInteger(version) && version > 0 ? version : undefined;
}

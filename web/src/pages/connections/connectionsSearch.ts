import { tableSearch, type TableSearch } from '@/components/tableSearch';

/** What the address of the list says. */
export interface ConnectionsSearch extends TableSearch {
  status?: string;
  application?: string;
}

export function connectionsSearch(raw: Record<string, unknown>): ConnectionsSearch {
  const { status, application } = raw;
  return {
    ...tableSearch(raw),
    ...(typeof status === 'string' && status !== '' && { status }),
    ...(typeof application === 'string' && application !== '' && { application }),
  };
}

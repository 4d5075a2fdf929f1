import { useQuery } from '@tanstack/react-query';
import { connectionsQuery } from '@/api/connections';
import { exportsQuery, flowsQuery, importsQuery, integrationsQuery } from '@/api/resources';
import type { HistoryWords } from './changeRows';
import { documentLabel } from './documentWords';

/** The words of exports, imports and flows: what an id stands for is told by its name. */
export function useDocumentWords(): HistoryWords {
  const { data: connections = [] } = useQuery(connectionsQuery());
  const { data: integrations = [] } = useQuery(integrationsQuery);
  const { data: exports = [] } = useQuery(exportsQuery);
  const { data: imports = [] } = useQuery(importsQuery);
  const { data: flows = [] } = useQuery(flowsQuery);
  const names = new Map(
    [...connections, ...integrations, ...exports, ...imports, ...flows].map(({ id, name }) => [id, name]),
  );
  return { label: documentLabel, nameOf: (id) => names.get(id) };
}

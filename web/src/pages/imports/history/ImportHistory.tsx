import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { DocumentHistory } from '@/components/history/DocumentHistory';
import { importQuery } from '../importQuery';

const route = getRouteApi('/shell/imports/$importId/history');

/** Every version of an import, and a way back. */
export function ImportHistory() {
  const { importId: id } = route.useParams();
  const search = route.useSearch();
  const { data } = useQuery(importQuery(id));
  return data === undefined ? null : (
    <DocumentHistory resource={{ kind: 'imports', id, name: data.name, version: data.version }} search={search} />
  );
}

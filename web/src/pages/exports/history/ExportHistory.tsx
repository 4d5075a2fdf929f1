import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { DocumentHistory } from '@/components/history/DocumentHistory';
import { exportQuery } from '../exportQuery';

const route = getRouteApi('/shell/exports/$exportId/history');

/** Every version of an export, and a way back. */
export function ExportHistory() {
  const { exportId: id } = route.useParams();
  const search = route.useSearch();
  const { data } = useQuery(exportQuery(id));
  return data === undefined ? null : (
    <DocumentHistory resource={{ kind: 'exports', id, name: data.name, version: data.version }} search={search} />
  );
}

import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { exportFields } from '../operations/documents';
import { DocumentCards } from '../operations/page/DocumentCards';
import { exportQuery } from './exportQuery';
import { modeSays } from './modes';

const route = getRouteApi('/shell/exports/$exportId');

/** What an export is set to, and who uses it. */
export function ExportOverview() {
  const { exportId: id } = route.useParams();
  const { data } = useQuery(exportQuery(id));
  if (data === undefined) {
    return null;
  }

  const fields = exportFields(data);
  return (
    <DocumentCards
      part="exports"
      id={id}
      updatedAt={data.updatedAt}
      fields={fields}
      settings={[
        ['Each run', modeSays(fields)],
        ...(fields.records === null ? [] : [['Records at', fields.records] as const]),
        ...(fields.traceKey === null ? [] : [['Trace key', fields.traceKey] as const]),
        ...(fields.pageSize === null ? [] : [['Page size', fields.pageSize] as const]),
      ]}
      documents={[
        ['Filter', fields.filter],
        ['Transform', fields.transform],
        ['Request', fields.request],
        ['Paging', fields.paging],
      ]}
    />
  );
}

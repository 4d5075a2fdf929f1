import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { importFields } from '../operations/documents';
import { DocumentCards } from '../operations/page/DocumentCards';
import { importQuery } from './importQuery';
import { repeatNames } from './repeat';

const route = getRouteApi('/shell/imports/$importId');

/** What an import is set to, and who uses it. */
export function ImportOverview() {
  const { importId: id } = route.useParams();
  const { data } = useQuery(importQuery(id));
  if (data === undefined) {
    return null;
  }

  const fields = importFields(data);
  return (
    <DocumentCards
      part="imports"
      id={id}
      updatedAt={data.updatedAt}
      fields={fields}
      settings={[
        ...(fields.repeat === null ? [] : [['When no answer comes', repeatNames[fields.repeat]] as const]),
        ...(fields.batchSize > 1 ? [['Records a request', fields.batchSize] as const] : []),
        ...(fields.orderKey === null ? [] : [['In order by', fields.orderKey] as const]),
        ...(fields.idempotencyKey === null ? [] : [['Idempotency key', fields.idempotencyKey] as const]),
      ]}
      documents={[
        ['Mapping', fields.mapping],
        ['Lookup tables', Object.keys(fields.lookups).length === 0 ? null : fields.lookups],
        ['Request', fields.request],
      ]}
    />
  );
}

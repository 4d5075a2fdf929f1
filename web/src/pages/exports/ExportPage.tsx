import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { Loading } from '@/components/Loading';
import { Problem } from '@/components/Problem';
import { tell } from '@/components/tell';
import { exportFields } from '../operations/documents';
import { DocumentPage } from '../operations/page/DocumentPage';
import { ExportPane } from './ExportPane';
import { exportQuery } from './exportQuery';
import { tabs } from './tabs';

const route = getRouteApi('/shell/exports/$exportId');

/** An export: what can be done with it, and its tabs. */
export function ExportPage() {
  const { exportId: id } = route.useParams();
  const [editing, setEditing] = useState(false);
  const query = useQuery(exportQuery(id));
  const fields = query.data === undefined ? null : exportFields(query.data);
  if (fields === null) {
    return query.error === null ? <Loading /> : <Problem error={query.error} onRetry={() => void query.refetch()} />;
  }

  return (
    <DocumentPage
      part="exports"
      id={id}
      fields={fields}
      tabs={tabs}
      params={{ exportId: id }}
      onEdit={() => {
        setEditing(true);
      }}
    >
      <ExportPane
        opened={editing}
        id={id}
        onClose={() => {
          setEditing(false);
        }}
        onSaved={({ name }) => {
          setEditing(false);
          tell('Export saved', `${name} is changed, for every flow that uses it.`);
        }}
      />
    </DocumentPage>
  );
}

import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { Loading } from '@/components/Loading';
import { Problem } from '@/components/Problem';
import { tell } from '@/components/tell';
import { importFields } from '../operations/documents';
import { DocumentPage } from '../operations/page/DocumentPage';
import { ImportPane } from './ImportPane';
import { importQuery } from './importQuery';
import { tabs } from './tabs';

const route = getRouteApi('/shell/imports/$importId');

/** An import: what can be done with it, and its tabs. */
export function ImportPage() {
  const { importId: id } = route.useParams();
  const [editing, setEditing] = useState(false);
  const query = useQuery(importQuery(id));
  const fields = query.data === undefined ? null : importFields(query.data);
  if (fields === null) {
    return query.error === null ? <Loading /> : <Problem error={query.error} onRetry={() => void query.refetch()} />;
  }

  return (
    <DocumentPage
      part="imports"
      id={id}
      fields={fields}
      tabs={tabs}
      params={{ importId: id }}
      onEdit={() => {
        setEditing(true);
      }}
    >
      <ImportPane
        opened={editing}
        id={id}

        onClose={() => {
          setEditing(false);
        }}
        onSaved={({ name }) => {
          setEditing(false);
          tell('Import saved', `${name} is changed, for every flow that uses it.`);
        }}
      />
    </DocumentPage>
  );
}

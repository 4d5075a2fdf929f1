import { getRouteApi } from '@tanstack/react-router';
import { may } from '@/api/session';
import { PageHeader } from '@/components/PageHeader';
import { ErrorsView } from './ErrorsView';

const route = getRouteApi('/shell/errors');
const shell = getRouteApi('/shell');

/** The failed records of all flows. */
export function ErrorsPage() {
  const search = route.useSearch();
  const { user } = shell.useRouteContext();
  return (
    <>
      <PageHeader title="Errors" description="Records that could not be delivered. They wait with their data." />
      <ErrorsView flow={undefined} flowId={null} search={search} mayEdit={may(user, 'manager')} />
    </>
  );
}

import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { applicationQuery } from '@/api/applications';
import { connectionQuery, connectionsQuery } from '@/api/connections';
import { may } from '@/api/session';
import { VersionHistory } from '@/components/history/VersionHistory';
import { Loading } from '@/components/Loading';
import { fieldLabel } from '../fieldLabels';
import { RevertDialog } from './RevertDialog';

const route = getRouteApi('/shell/connections/$connectionId/history');
const shell = getRouteApi('/shell');

/** Every version of a connection: who saved it, when, and what it changed. */
export function ConnectionHistory() {
  const { connectionId: id } = route.useParams();
  const { user } = shell.useRouteContext();
  const search = route.useSearch();
  const { data: connection } = useQuery(connectionQuery(id));
  const { data: connections = [] } = useQuery(connectionsQuery());
  const { data: application } = useQuery({
    ...applicationQuery(connection?.application ?? ''),
    enabled: connection !== undefined,
  });
  if (connection === undefined) {
    return <Loading />;
  }

  const form = application?.form ?? [];
  return (
    <VersionHistory
      resource={{ kind: 'connections', id, name: connection.name, version: connection.version }}
      words={{
        label: (field) => fieldLabel(field, form),
        nameOf: (value) => connections.find((one) => one.id === value)?.name,
      }}
      description="Every change makes a version. Versions never hold secrets."
      search={search}
      mayRevert={may(user, 'administrator')}
      question={(version, onClose) => (
        <RevertDialog key={version} connection={connection} form={form} version={version} onClose={onClose} />
      )}
    />
  );
}

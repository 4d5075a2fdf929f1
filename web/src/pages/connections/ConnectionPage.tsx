import { Anchor, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet } from '@tanstack/react-router';
import { useState } from 'react';
import { applicationQuery } from '@/api/applications';
import { connectionQuery } from '@/api/connections';
import { may } from '@/api/session';
import { ApplicationIcon } from '@/components/ApplicationIcon';
import { Loading } from '@/components/Loading';
import { Outages } from '@/components/Outages';
import { PageHeader } from '@/components/PageHeader';
import { Problem } from '@/components/Problem';
import { TabLinks } from '@/components/TabLinks';
import { tell } from '@/components/tell';
import { CloneConnection } from './clone/CloneConnection';
import { DeleteConnection } from './DeleteConnection';
import { ConnectionPane } from './pane/ConnectionPane';
import { PauseNotice } from './PauseNotice';
import { tabs } from './tabs';

const route = getRouteApi('/shell/connections/$connectionId');
const shell = getRouteApi('/shell');

/** A connection: what can be done with it, and its tabs. */
export function ConnectionPage() {
  const { connectionId } = route.useParams();
  const { user } = shell.useRouteContext();
  const [editing, setEditing] = useState(false);
  const query = useQuery({ ...connectionQuery(connectionId), refetchInterval: 5_000 });
  const connection = query.data;
  const { data: application } = useQuery({
    ...applicationQuery(connection?.application ?? ''),
    enabled: connection !== undefined,
  });

  if (connection === undefined) {
    return query.error === null ? <Loading /> : <Problem error={query.error} onRetry={() => void query.refetch()} />;
  }

  return (
    <>
      <PageHeader
        title={connection.name}
        description={application?.name ?? connection.application}
        icon={<ApplicationIcon application={connection.application} size={44} />}
        back={
          <Anchor component={Link} to="/connections" c="dimmed" size="sm">
            ← Back to the list
          </Anchor>
        }
        action={
          may(user, 'administrator') && (
            <>
              <DeleteConnection connection={connection} />
              <CloneConnection connection={connection} />
              <Button
                onClick={() => {
                  setEditing(true);
                }}
              >
                Edit
              </Button>
            </>
          )
        }
      />
      <Outages of={[connectionId]} />
      <PauseNotice id={connectionId} offline={connection.status === 'offline'} />
      <TabLinks
        label="Connection"
        tabs={tabs.filter(({ needs }) => needs === undefined || may(user, needs))}
        params={{ connectionId }}
      />
      <Outlet />
      <ConnectionPane
        opened={editing}
        connection={connection}
        onClose={() => {
          setEditing(false);
        }}
        onSaved={({ name }) => {
          setEditing(false);
          tell('Connection saved', `${name} is changed.`);
        }}
      />
    </>
  );
}

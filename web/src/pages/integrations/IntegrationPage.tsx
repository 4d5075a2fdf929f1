import { Anchor, Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, bodyOf } from '@/api/client';
import type { IntegrationView } from '@/api/schema';
import { may, sessionQuery } from '@/api/session';
import { Loading } from '@/components/Loading';
import { Outages } from '@/components/Outages';
import { PageHeader } from '@/components/PageHeader';
import { Problem } from '@/components/Problem';
import { RemoveQuestion } from '@/components/RemoveQuestion';
import { IntegrationConnections } from './IntegrationConnections';
import { IntegrationFlows } from './IntegrationFlows';
import { IntegrationPane } from './IntegrationPane';

const route = getRouteApi('/shell/integrations/$integrationId');

/** One integration: its connections and its flows. */
export function IntegrationPage() {
  const { integrationId: id } = route.useParams();
  const query = useQuery({
    queryKey: ['integrations', 'one', id],
    queryFn: () => bodyOf(api.GET('/v1/integrations/{id}', { params: { path: { id } } })),
  });
  if (query.data === undefined) {
    return query.error === null ? <Loading /> : <Problem error={query.error} onRetry={() => void query.refetch()} />;
  }

  return <Integration integration={query.data} />;
}

function Integration({ integration }: { integration: IntegrationView }) {
  const { data: session } = useQuery(sessionQuery);
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const mayEdit = may(session?.user, 'manager');

  return (
    <>
      <PageHeader
        title={integration.name}
        description={integration.description ?? undefined}
        back={
          <Anchor component={Link} to="/integrations" c="dimmed" size="sm">
            ← Back to the list
          </Anchor>
        }
        action={
          <>
            <Button
              variant="default"
              renderRoot={(props) => <Link to="/dashboard" search={{ integration: integration.id }} {...props} />}
            >
              Dashboard
            </Button>
            {mayEdit && (
              <>
                <Button
                  variant="default"
                  onClick={() => {
                    setDeleting(true);
                  }}
                >
                  Delete
                </Button>
                <Button
                  onClick={() => {
                    setEditing(true);
                  }}
                >
                  Edit
                </Button>
              </>
            )}
          </>
        }
      />
      <Outages of={integration.connections} />
      <IntegrationFlows integration={integration} mayEdit={mayEdit} />
      <IntegrationConnections integration={integration} mayEdit={mayEdit} />
      <IntegrationPane
        key={String(editing)}
        integration={integration}
        opened={editing}
        onClose={() => {
          setEditing(false);
        }}
        onSaved={() => {
          setEditing(false);
        }}
      />
      <DeleteIntegration
        integration={integration}
        opened={deleting}
        onClose={() => {
          setDeleting(false);
        }}
      />
    </>
  );
}

interface DeleteIntegrationProps {
  integration: IntegrationView;
  opened: boolean;
  onClose: () => void;
}

function DeleteIntegration({ integration, opened, onClose }: DeleteIntegrationProps) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return (
    <RemoveQuestion
      opened={opened}
      title={`Delete ${integration.name}?`}
      verb="Delete"
      remove={async () => {
        await api.DELETE('/v1/integrations/{id}', { params: { path: { id: integration.id } } });
        await navigate({ to: '/integrations' });
        await queryClient.invalidateQueries({ queryKey: ['integrations'] });
      }}
      onClose={onClose}
    >
      Its connections stay; they are only registered with it.
    </RemoveQuestion>
  );
}

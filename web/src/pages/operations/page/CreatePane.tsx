import { Anchor, Button, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { connectionsQuery } from '@/api/connections';
import { may } from '@/api/session';
import { ApplicationIcon } from '@/components/ApplicationIcon';
import { Loading } from '@/components/Loading';
import { RightPane } from '@/components/RightPane';
import { ConnectionStatus } from '@/pages/connections/ConnectionStatus';
import { ApplicationList } from '@/pages/connections/pane/ApplicationList';
import { ConnectionPane } from '@/pages/connections/pane/ConnectionPane';
import { ChoiceList } from '@/pages/flows/builder/panes/ChoiceList';

const shell = getRouteApi('/shell');

interface CreatePaneProps {
  opened: boolean;
  onClose: () => void;
  /** The last step: the form, through the connection that was chosen. */
  form: (connection: string, opened: boolean) => ReactNode;
}

/** The way to a new export or import: the application, the connection (or a new one), then the form. */
export function CreatePane({ opened, onClose, form }: CreatePaneProps) {
  const { user } = shell.useRouteContext();
  const { data: connections } = useQuery(connectionsQuery());
  const [application, setApplication] = useState<string | null>(null);
  const [connecting, setConnecting] = useState(false);
  const [connection, setConnection] = useState<string | null>(null);
  const [wasOpened, setWasOpened] = useState(opened);
  if (opened !== wasOpened) {
    setWasOpened(opened);
    if (opened) {
      setApplication(null);
      setConnecting(false);
      setConnection(null);
    }
  }

  const mayConnect = may(user, 'administrator');
  const own = connections?.filter((one) => one.application === application) ?? [];
  return (
    <>
      <RightPane
        opened={opened && !connecting && connection === null}
        title={application === null ? 'Application list' : 'Choose a connection'}
        icon={application !== null && <ApplicationIcon application={application} size={30} />}
        onClose={onClose}
      >
        {application === null ? (
          <ApplicationList
            onChoose={({ key }) => {
              setApplication(key);
              const isNone = connections?.every((one) => one.application !== key) === true;
              setConnecting(isNone && mayConnect);
            }}
          />
        ) : connections === undefined ? (
          <Loading />
        ) : (
          <Stack gap="xl">
            <Anchor
              component="button"
              type="button"
              size="sm"
              c="dimmed"
              ta="start"
              onClick={() => {
                setApplication(null);
              }}
            >
              ← Application list
            </Anchor>
            <ChoiceList
              title="Connection"
              hint={own.length === 0 ? 'Nothing is connected to it yet: ask an administrator.' : 'Through which one?'}
              choices={own.map(({ id, name, status }) => ({ id, name, detail: <ConnectionStatus status={status} /> }))}
              onChoose={setConnection}
            >
              {mayConnect && (
                <Button
                  variant="light"
                  onClick={() => {
                    setConnecting(true);
                  }}
                >
                  + Create connection
                </Button>
              )}
            </ChoiceList>
          </Stack>
        )}
      </RightPane>
      {application !== null && (
        <ConnectionPane
          key={application}
          opened={opened && connecting}
          application={application}
          onClose={onClose}
          onSaved={({ id }) => {
            setConnecting(false);
            setConnection(id);
          }}
        />
      )}
      {form(connection ?? '', opened && connection !== null)}
    </>
  );
}

import { Anchor, Button, SegmentedControl, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { applicationQuery } from '@/api/applications';
import { connectionsQuery } from '@/api/connections';
import { exportsQuery, importsQuery } from '@/api/resources';
import type { ApplicationView } from '@/api/schema';
import { may } from '@/api/session';
import { ApplicationIcon } from '@/components/ApplicationIcon';
import { Loading } from '@/components/Loading';
import { Problem } from '@/components/Problem';
import { RightPane } from '@/components/RightPane';
import { ConnectionStatus } from '@/pages/connections/ConnectionStatus';
import { ApplicationList } from '@/pages/connections/pane/ApplicationList';
import { ChoiceList } from './ChoiceList';

const shell = getRouteApi('/shell');

/** What is added: what reads records, what looks one up, or what writes them. */
export type Use = 'source' | 'lookup' | 'import';

interface AddPaneProps {
  opened: boolean;
  use: 'source' | 'step';
  onClose: () => void;
  /** A new export or import is to be made, through a connection that is there. */
  onConnection: (use: Use, connection: string) => void;
  /** A connection is to be made first. */
  onNewConnection: (use: Use, application: string) => void;
  /** One that is there already. */
  onResource: (use: Use, resource: { id: string; operation: string | null }) => void;
}

/** Where records come from or go to: the application, then a connection, or an export or import that is there already. */
export function AddPane(props: AddPaneProps) {
  const { opened, use, onClose } = props;
  const [application, setApplication] = useState<string | null>(null);
  const [wasOpened, setWasOpened] = useState(opened);
  if (opened !== wasOpened) {
    setWasOpened(opened);
    if (opened) {
      setApplication(null);
    }
  }

  const title = application === null ? 'Application list' : use === 'source' ? 'Add source' : 'Add destination/lookup';
  return (
    <RightPane
      opened={opened}
      title={title}
      icon={application !== null && <ApplicationIcon application={application} size={30} />}
      onClose={onClose}
    >
      {application === null ? (
        <ApplicationList
          onChoose={({ key }) => {
            setApplication(key);
          }}
        />
      ) : (
        <Choose
          {...props}
          application={application}
          onBack={() => {
            setApplication(null);
          }}
        />
      )}
    </RightPane>
  );
}

type ChooseProps = AddPaneProps & { application: string; onBack: () => void };

function Choose(props: ChooseProps) {
  const query = useQuery(applicationQuery(props.application));
  const { data: connections } = useQuery(connectionsQuery());
  if (query.error !== null) {
    return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  }

  return query.data === undefined || connections === undefined ? (
    <Loading />
  ) : (
    <Choices {...props} definition={query.data} />
  );
}

function Choices({ definition, onBack, ...props }: ChooseProps & { definition: ApplicationView }) {
  const { user } = shell.useRouteContext();
  const { data: connections = [] } = useQuery(connectionsQuery());
  const { data: exports = [] } = useQuery(exportsQuery);
  const { data: imports = [] } = useQuery(importsQuery);
  const uses = usesOf(definition, props.use);
  const [chosen, setUse] = useState<Use | undefined>(uses[0]);
  const use = chosen ?? 'import';
  const own = connections.filter(({ application }) => application === definition.key);
  const isOwn = ({ connection }: { connection: string }) => own.some(({ id }) => id === connection);
  const isLookup = (operation: string | null) =>
    definition.operations.find(({ key }) => key === operation)?.kind === 'lookup';
  const resources =
    use === 'import'
      ? imports.filter(isOwn)
      : exports.filter((one) => isOwn(one) && (use === 'lookup' || !isLookup(one.operation)));
  const what = use === 'import' ? 'import' : 'export';
  const mayConnect = may(user, 'administrator');
  const { onNewConnection } = props;

  // Where nothing is connected yet there is nothing to choose from.
  const first = mayConnect && own.length === 0 ? uses[0] : undefined;
  useEffect(() => {
    if (first !== undefined) {
      onNewConnection(first, definition.key);
    }
    // Only when it is chosen: later the person is on the way.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  return (
    <Stack gap="xl">
      <Anchor component="button" type="button" size="sm" c="dimmed" ta="start" onClick={onBack}>
        ← Application list
      </Anchor>
      {uses.length === 0 && (
        <Text size="sm">
          {definition.name} has nothing that can stand {props.use === 'source' ? 'at the beginning of a flow' : 'here'}.
        </Text>
      )}
      {props.use === 'step' && uses.length > 1 && (
        <div>
          <SegmentedControl
            fullWidth
            aria-label="What it is for"
            value={use}
            data={uses.map((one) => ({ value: one, label: one === 'import' ? 'Destination' : 'Lookup' }))}
            onChange={(value) => {
              setUse(value);
            }}
          />
          <Text size="sm" c="dimmed" mt="xs">
            {use === 'import'
              ? `Each record is written to ${definition.name}.`
              : `For each record something is read from ${definition.name} and put into it.`}
          </Text>
        </div>
      )}
      {uses.length > 0 && (
        <>
          <ChoiceList
            title="Connection"
            hint={
              own.length === 0
                ? `Nothing is connected to ${definition.name} yet.`
                : 'Choose through which connection; what it does there comes next.'
            }
            choices={own.map(({ id, name, status }) => ({
              id,
              name,
              detail: <ConnectionStatus status={status} />,
            }))}
            onChoose={(connection) => {
              props.onConnection(use, connection);
            }}
          >
            {mayConnect && (
              <Button
                variant="light"
                onClick={() => {
                  props.onNewConnection(use, definition.key);
                }}
              >
                + Create connection
              </Button>
            )}
          </ChoiceList>
          {resources.length > 0 && (
            <ChoiceList
              title={use === 'import' ? 'Or an import that is there' : 'Or an export that is there'}
              hint={`Changes of the ${what} count in every flow that uses it.`}
              choices={resources.map(({ id, name, operation }) => ({
                id,
                name,
                detail: definition.operations.find(({ key }) => key === operation)?.name ?? operation ?? '',
              }))}
              onChoose={(id) => {
                props.onResource(use, { id, operation: resources.find((one) => one.id === id)?.operation ?? null });
              }}
            />
          )}
        </>
      )}
    </Stack>
  );
}

/** What an application can be used for; one without operations of its own for everything. */
function usesOf({ operations }: ApplicationView, use: 'source' | 'step'): Use[] {
  const has = (kind: string) => operations.length === 0 || operations.some((one) => one.kind === kind);
  const uses: Use[] =
    use === 'source'
      ? has('export')
        ? ['source']
        : []
      : [
          ...(has('import') ? (['import'] as const) : []),
          ...(has('lookup') || has('export') ? (['lookup'] as const) : []),
        ];
  return uses;
}

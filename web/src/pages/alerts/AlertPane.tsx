import { Button, Checkbox, MultiSelect, NativeSelect, Stack, Switch, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '@/api/client';
import { problemFields } from '@/api/problem';
import { flowsQuery, importsQuery, integrationsQuery } from '@/api/resources';
import type { AlertView } from '@/api/schema';
import { FormPane } from '@/components/FormPane';
import { useFields } from '@/components/useFields';
import { ImportPane } from '@/pages/imports/ImportPane';
import { CreatePane } from '@/pages/operations/page/CreatePane';
import { alertEvents } from './alertEvents';

interface AlertPaneProps {
  /** What is edited; null makes a new one. */
  alert: AlertView | null;
  opened: boolean;
  onClose: () => void;
}

/** Stands beside the integrations in the choice of what an alert is of. */
const chosenFlows = 'flows';

const everything: string[] = alertEvents.map(({ value }) => value);

/** A new alert, or another one's settings. Remount it for another one. */
export function AlertPane({ alert, opened, onClose }: AlertPaneProps) {
  const queryClient = useQueryClient();
  const { data: imports = [] } = useQuery(importsQuery);
  const { data: integrations = [] } = useQuery(integrationsQuery);
  const { data: all = [] } = useQuery(flowsQuery);
  const before = alert?.events ?? everything;
  const [events, setEvents] = useState<string[]>([...before]);
  const [enabled, setEnabled] = useState(alert?.enabled ?? true);
  const [recovered, setRecovered] = useState(alert?.recovered ?? false);
  const flowsBefore = alert?.flows ?? [];
  const [flows, setFlows] = useState<string[]>([...flowsBefore]);
  const [asked, setAsked] = useState(false);
  const [making, setMaking] = useState(false);
  const save = useMutation({
    mutationFn: (values: { name: string; import: string; of: string }) => {
      const body = {
        name: values.name.trim(),
        import: values.import,
        integration: values.of === '' || values.of === chosenFlows ? null : values.of,
        flows: values.of === chosenFlows ? flows : [],
        events,
        recovered,
        enabled,
      };
      return alert === null
        ? bodyOf(api.POST('/v1/alerts', { body }))
        : bodyOf(api.PATCH('/v1/alerts/{id}', { params: { path: { id: alert.id } }, body }));
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['alerts'] });
      onClose();
    },
    onError: () => {
      fields.focusRefused();
    },
  });
  const fields = useFields(
    {
      name: alert?.name ?? '',
      import: alert?.import ?? '',
      of: flowsBefore.length > 0 ? chosenFlows : (alert?.integration ?? ''),
    },
    { name: 'Give the alert a name.', import: 'Choose the import that sends it.' },
    save.error,
  );
  const noEvent = asked && events.length === 0;
  const isOfFlows = fields.values.of === chosenFlows;
  const noFlow = asked && isOfFlows && flows.length === 0;
  const refused = problemFields(save.error)['events'];
  const isOther = (now: readonly string[], then: readonly string[]) =>
    now.length !== then.length || now.some((one) => !then.includes(one));

  const back = () => {
    setMaking(false);
  };

  const form = (
    <FormPane
      opened={opened && !making}
      title={alert === null ? 'Create alert' : 'Edit alert'}
      formId={fields.id}
      busy={save.isPending}
      dirty={
        fields.dirty ||
        enabled !== (alert?.enabled ?? true) ||
        recovered !== (alert?.recovered ?? false) ||
        isOther(events, before) ||
        (isOfFlows && isOther(flows, flowsBefore))
      }
      error={fields.saysError || refused !== undefined ? null : save.error}
      onSave={() => {
        setAsked(true);
        if (fields.check() && events.length > 0 && (!isOfFlows || flows.length > 0)) {
          save.mutate(fields.values);
        }
      }}
      onClose={onClose}
    >
      <TextInput label="Name" autoComplete="off" data-autofocus {...fields.field('name')} />
      <NativeSelect
        label="Sent by"
        description="An import, such as one that posts to your chat’s webhook. Its mapping makes the message."
        data={[
          { value: '', label: imports.length === 0 ? 'There is no import yet' : 'Choose an import' },
          ...imports.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        {...fields.field('import')}
      />
      <Button
        variant="light"
        size="sm"
        style={{ alignSelf: 'flex-start' }}
        onClick={() => {
          setMaking(true);
        }}
      >
        + Create import
      </Button>
      <Checkbox.Group
        label="Tells when"
        value={events}
        onChange={setEvents}
        error={noEvent ? 'Choose at least one.' : refused}
      >
        <Stack gap="sm" mt="xs">
          {alertEvents.map(({ value, label, says }) => (
            <Checkbox key={value} value={value} label={label} description={says} />
          ))}
        </Stack>
      </Checkbox.Group>
      <NativeSelect
        label="Of"
        description="The flows of one integration, or chosen ones, and their connections; or all of them."
        data={[
          { value: '', label: 'All integrations' },
          { value: chosenFlows, label: 'Chosen flows' },
          ...integrations.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        {...fields.field('of')}
      />
      {isOfFlows && (
        <MultiSelect
          label="Chosen flows"
          required
          searchable
          data={all.map(({ id, name }) => ({ value: id, label: name }))}
          value={flows}
          comboboxProps={{ keepMounted: false }}
          error={noFlow && 'Choose at least one flow.'}
          onChange={setFlows}
        />
      )}
      <Switch
        label="Tell when it is over"
        description="Once more, when the flow succeeds again, no errors are open, or the connection is online."
        checked={recovered}
        onChange={(event) => {
          setRecovered(event.currentTarget.checked);
        }}
      />
      <Switch
        label="Enabled"
        checked={enabled}
        onChange={(event) => {
          setEnabled(event.currentTarget.checked);
        }}
      />
    </FormPane>
  );

  return (
    <>
      {form}
      <CreatePane
        opened={opened && making}
        onClose={back}
        form={(connection, isOpen) => (
          <ImportPane
            opened={isOpen}
            connection={connection}
            onClose={back}
            onSaved={({ id }) => {
              fields.set('import', id);
              back();
            }}
          />
        )}
      />
    </>
  );
}

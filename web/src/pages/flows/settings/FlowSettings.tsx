import { NativeSelect, Stack, Switch, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { api, bodyOf } from '@/api/client';
import { flowQuery } from '@/api/flows';
import { integrationsQuery } from '@/api/resources';
import type { FlowView } from '@/api/schema';
import { may } from '@/api/session';
import { BusyButton } from '@/components/BusyButton';
import { ErrorNotice } from '@/components/ErrorNotice';
import { useFields } from '@/components/useFields';
import { Section } from '@/components/Section';
import { tell } from '@/components/tell';
import { CloneFlow } from './CloneFlow';
import { DeleteFlow } from './DeleteFlow';
import classes from './FlowSettings.module.css';

const route = getRouteApi('/shell/flows/$flowId');
const shell = getRouteApi('/shell');

/** What a flow is called, where it belongs, and whether it may run; and its end. */
export function FlowSettings() {
  const { flowId } = route.useParams();
  const { user } = shell.useRouteContext();
  const { data: flow } = useQuery(flowQuery(flowId));
  if (flow === undefined) {
    return null;
  }

  const mayEdit = may(user, 'manager');
  return (
    <div className={classes['settings']}>
      <SettingsForm key={flow.version} flow={flow} mayEdit={mayEdit} />
      {mayEdit && (
        <Section title="Clone this flow" description="Another flow with the same sources and steps, to be changed.">
          <CloneFlow flow={flow} />
        </Section>
      )}
      {mayEdit && (
        <Section
          title="Delete this flow"
          description="Its runs, errors and history go with it. Exports, imports and connections stay."
        >
          <DeleteFlow flow={flow} />
        </Section>
      )}
    </div>
  );
}

function SettingsForm({ flow, mayEdit }: { flow: FlowView; mayEdit: boolean }) {
  const queryClient = useQueryClient();
  const { data: integrations = [] } = useQuery(integrationsQuery);
  const [enabled, setEnabled] = useState(flow.enabled);
  const save = useMutation({
    mutationFn: (values: { name: string; integration: string }) =>
      bodyOf(
        api.PATCH('/v1/flows/{id}', {
          params: { path: { id: flow.id } },
          body: { name: values.name.trim(), integration: values.integration || null, enabled },
        }),
      ),
    onSuccess: async (saved) => {
      queryClient.setQueryData(flowQuery(flow.id).queryKey, saved);
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['flows'] }),
        queryClient.invalidateQueries({ queryKey: ['integrations'] }),
      ]);
      tell('Flow saved', `${saved.name} is changed.`);
    },
    onError: () => {
      fields.focusRefused();
    },
  });
  const fields = useFields(
    { name: flow.name, integration: flow.integration ?? '' },
    { name: 'Give the flow a name.' },
    save.error,
  );

  return (
    <form
      id={fields.id}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (fields.check()) {
          save.mutate(fields.values);
        }
      }}
    >
      <fieldset disabled={!mayEdit} className={classes['fields']}>
        <Stack gap="lg">
          {save.error !== null && !fields.saysError && <ErrorNotice error={save.error} />}
          <TextInput label="Name" autoComplete="off" maxLength={100} {...fields.field('name')} />
          <NativeSelect
            label="Integration"
            description="Where the flow and its connections are kept together."
            data={[{ value: '', label: 'None' }, ...integrations.map(({ id, name }) => ({ value: id, label: name }))]}
            {...fields.field('integration')}
          />
          <Switch
            label="Enabled"
            description="Switched off, nothing runs the flow: not its schedule, not another flow, and nobody by hand."
            checked={enabled}
            onChange={(event) => {
              setEnabled(event.currentTarget.checked);
            }}
          />
          {mayEdit && (
            <div>
              <BusyButton type="submit" busy={save.isPending}>
                Save
              </BusyButton>
            </div>
          )}
        </Stack>
      </fieldset>
    </form>
  );
}

import { NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, bodyOf } from '@/api/client';
import { integrationsQuery } from '@/api/resources';
import { FormPane } from '@/components/FormPane';
import { useFields } from '@/components/useFields';

interface FlowPaneProps {
  opened: boolean;
  onClose: () => void;
  /** Where it is to belong, when that is known already. */
  integration?: string;
}

/** A new flow by its name; it opens in the builder. Remount it for another one. */
export function FlowPane({ opened, onClose, integration = '' }: FlowPaneProps) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { data: integrations = [] } = useQuery(integrationsQuery);
  const create = useMutation({
    mutationFn: (values: { name: string; integration: string }) =>
      bodyOf(api.POST('/v1/flows', { body: { name: values.name.trim(), integration: values.integration || null } })),
    onSuccess: async (flow) => {
      onClose();
      await navigate({ to: '/flows/$flowId', params: { flowId: flow.id } });
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['flows'] }),
        queryClient.invalidateQueries({ queryKey: ['integrations'] }),
      ]);
    },
    onError: () => {
      fields.focusRefused();
    },
  });
  const fields = useFields({ name: '', integration }, { name: 'Give the flow a name.' }, create.error);

  return (
    <FormPane
      opened={opened}
      title="Create flow"
      formId={fields.id}
      busy={create.isPending}
      dirty={fields.dirty}
      error={fields.saysError ? null : create.error}
      onSave={() => {
        if (fields.check()) {
          create.mutate(fields.values);
        }
      }}
      onClose={onClose}
    >
      <TextInput label="Name" autoComplete="off" maxLength={100} data-autofocus {...fields.field('name')} />
      <NativeSelect
        label="Integration"
        description="Groups flows with the connections that they use. You can choose it later too."
        data={[{ value: '', label: 'None' }, ...integrations.map(({ id, name }) => ({ value: id, label: name }))]}
        {...fields.field('integration')}
      />
    </FormPane>
  );
}

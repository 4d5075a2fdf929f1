import { Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '@/api/client';
import type { IntegrationView } from '@/api/schema';
import { FormPane } from '@/components/FormPane';
import { useFields } from '@/components/useFields';

interface IntegrationPaneProps {
  /** What is edited; null makes a new one. */
  integration: IntegrationView | null;
  opened: boolean;
  onClose: () => void;
  onSaved: (integration: IntegrationView) => void;
}

/** A new integration, or another name and description. Remount it for another one. */
export function IntegrationPane({ integration, opened, onClose, onSaved }: IntegrationPaneProps) {
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: (values: { name: string; description: string }) => {
      const body = { name: values.name.trim(), description: values.description.trim() || null };
      return integration === null
        ? bodyOf(api.POST('/v1/integrations', { body }))
        : bodyOf(api.PATCH('/v1/integrations/{id}', { params: { path: { id: integration.id } }, body }));
    },
    onSuccess: async (saved) => {
      await queryClient.invalidateQueries({ queryKey: ['integrations'] });
      onSaved(saved);
    },
    onError: () => {
      fields.focusRefused();
    },
  });
  const fields = useFields(
    { name: integration?.name ?? '', description: integration?.description ?? '' },
    { name: 'Give the integration a name.' },
    save.error,
  );

  return (
    <FormPane
      opened={opened}
      title={integration === null ? 'Create integration' : 'Edit integration'}
      formId={fields.id}
      busy={save.isPending}
      dirty={fields.dirty}
      error={fields.saysError ? null : save.error}
      onSave={() => {
        if (fields.check()) {
          save.mutate(fields.values);
        }
      }}
      onClose={onClose}
    >
      <TextInput label="Name" autoComplete="off" data-autofocus {...fields.field('name')} />
      <Textarea label="Description" autosize minRows={3} maxRows={10} {...fields.field('description')} />
    </FormPane>
  );
}

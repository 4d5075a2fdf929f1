import { NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '@/api/client';
import { sessionQuery } from '@/api/session';
import { FormPane } from '@/components/FormPane';
import { RoleSelect } from '@/components/RoleSelect';
import { useFields } from '@/components/useFields';

const lifetimes = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: '', label: 'Does not expire' },
];

interface TokenPaneProps {
  opened: boolean;
  onClose: () => void;
  /** Told the token itself, which nobody can read again. */
  onCreated: (token: string) => void;
}

export function TokenPane({ opened, onClose, onCreated }: TokenPaneProps) {
  const queryClient = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const create = useMutation({
    mutationFn: ({ name, role, days }: { name: string; role: string; days: string }) =>
      bodyOf(
        api.POST('/v1/tokens', {
          body: { name: name.trim(), role, expiresAt: days === '' ? null : inDays(Number(days)) },
        }),
      ),
    onSuccess: async (created) => {
      await queryClient.invalidateQueries({ queryKey: ['tokens'] });
      onCreated(created.token ?? '');
    },
    onError: () => {
      fields.focusRefused();
    },
  });
  const fields = useFields(
    { name: '', role: 'monitor', days: '90' },
    { name: 'Give the token a name: what uses it.' },
    create.error,
  );

  return (
    <FormPane
      opened={opened}
      title="Create token"
      saveLabel="Create"
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
      <TextInput
        label="Name"
        description="What uses it: a script, a pipeline."
        data-autofocus
        {...fields.field('name')}
      />
      <RoleSelect user={session?.user} {...fields.field('role')} />
      <NativeSelect label="Expires after" data={lifetimes} {...fields.field('days')} />
    </FormPane>
  );
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString();
}

import { NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '@/api/client';
import { sessionQuery, type User } from '@/api/session';
import { FormPane } from '@/components/FormPane';
import { PasswordField } from '@/components/PasswordField';
import { RoleSelect } from '@/components/RoleSelect';
import { useFields } from '@/components/useFields';

interface UserPaneProps {
  /** Who is edited; null makes a new user. */
  user: User | null;
  opened: boolean;
  onClose: () => void;
}

/** A new user, or what an administrator may change of one. Remount it for another user. */
export function UserPane({ user, opened, onClose }: UserPaneProps) {
  const queryClient = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const save = useMutation({
    mutationFn: (values: { email: string; name: string; role: string; status: string; password: string }) => {
      const body = {
        email: values.email.trim(),
        role: values.role,
        status: values.status,
        ...(values.name.trim() !== '' && { name: values.name.trim() }),
        ...(values.password !== '' && { password: values.password }),
      };
      return user === null
        ? bodyOf(api.POST('/v1/users', { body }))
        : bodyOf(api.PATCH('/v1/users/{id}', { params: { path: { id: user.id } }, body }));
    },
    onSuccess: async () => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['users'] }),
        queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey }),
      ]);
      onClose();
    },
    onError: () => {
      fields.focusRefused();
    },
  });
  const fields = useFields(
    {
      email: user?.email ?? '',
      name: user?.name ?? '',
      role: user?.role ?? 'monitor',
      status: user?.status ?? 'active',
      password: '',
    },
    { email: 'Enter an e-mail address.' },
    save.error,
  );

  return (
    <FormPane
      opened={opened}
      title={user === null ? 'Create user' : 'Edit user'}
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
      <TextInput label="Email" type="email" autoComplete="off" data-autofocus {...fields.field('email')} />
      <TextInput label="Name" autoComplete="off" {...fields.field('name')} />
      <RoleSelect user={session?.user} {...fields.field('role')} />
      {user !== null && (
        <NativeSelect
          label="Status"
          data={[
            { value: 'active', label: 'Active' },
            { value: 'disabled', label: 'Disabled' },
          ]}
          description={fields.values.status === 'disabled' ? 'Signed out at once, and cannot sign in.' : undefined}
          {...fields.field('status')}
        />
      )}
      <PasswordField
        label={user === null ? 'Password' : 'New password'}
        description={
          user === null
            ? 'At least 12 characters. Without one this user cannot sign in.'
            : 'Left empty, the present one stays. A new one signs this user out everywhere.'
        }
        autoComplete="new-password"
        {...fields.field('password')}
      />
    </FormPane>
  );
}

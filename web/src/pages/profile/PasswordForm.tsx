import { Button, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '@/api/client';
import { sessionQuery } from '@/api/session';
import { ErrorNotice } from '@/components/ErrorNotice';
import { PasswordField } from '@/components/PasswordField';
import { Section } from '@/components/Section';
import { useFields } from '@/components/useFields';
import classes from './ProfilePage.module.css';

export function PasswordForm() {
  const queryClient = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const save = useMutation({
    mutationFn: (body: { currentPassword: string; password: string }) => bodyOf(api.PATCH('/v1/me', { body })),
    onSuccess: async () => {
      fields.reset();
      await queryClient.invalidateQueries({ queryKey: ['sessions'] });
    },
    onError: () => {
      fields.focusRefused();
    },
  });
  const fields = useFields(
    { currentPassword: '', password: '' },
    { currentPassword: 'Enter the password that you have now.', password: 'Enter a new password.' },
    save.error,
  );

  return (
    <Section title="Password" description="A new password signs you out in all other browsers.">
      <form
        id={fields.id}
        noValidate
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (fields.check()) {
            save.mutate(fields.values);
          }
        }}
      >
        {/* Whoever keeps passwords for people needs to know whose it is. */}
        <input type="text" name="username" autoComplete="username" value={session?.user?.email ?? ''} readOnly hidden />
        <Stack align="flex-start">
          {save.error && !fields.saysError && <ErrorNotice error={save.error} />}
          <PasswordField
            label="Current password"
            autoComplete="current-password"
            w="100%"
            {...fields.field('currentPassword')}
          />
          <PasswordField
            label="New password"
            description="At least 12 characters."
            autoComplete="new-password"
            w="100%"
            {...fields.field('password')}
          />
          <div className={classes['actions']}>
            <Button type="submit" loading={save.isPending}>
              Change password
            </Button>
            <span role="status">{save.isSuccess ? 'Changed.' : ''}</span>
          </div>
        </Stack>
      </form>
    </Section>
  );
}

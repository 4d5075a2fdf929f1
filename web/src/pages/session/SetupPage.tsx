import { Button, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { api, bodyOf } from '@/api/client';
import { problemFields } from '@/api/problem';
import { sessionQuery } from '@/api/session';
import { ErrorNotice } from '@/components/ErrorNotice';
import { focusFirstInvalid } from '@/components/focusFirstInvalid';
import { PasswordField } from '@/components/PasswordField';
import { Welcome } from './Welcome';

const empty = { code: '', email: '', name: '', password: '' };

const needed = {
  code: 'Enter the set-up code. The server printed it when it started.',
  email: 'Enter your e-mail address.',
  password: 'Choose a password.',
} as const;

/** The first start: whoever can read what the server printed becomes the owner. */
export function SetupPage() {
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState(empty);
  const [asked, setAsked] = useState(false);
  const queryClient = useQueryClient();
  const router = useRouter();
  const mutation = useMutation({
    mutationFn: () =>
      bodyOf(
        api.POST('/v1/setup', {
          body: {
            code: values.code.trim(),
            email: values.email.trim(),
            password: values.password,
            name: values.name.trim() || null,
          },
        }),
      ),
    onSuccess: async () => {
      await queryClient.query({ ...sessionQuery, staleTime: 0 });
      await router.navigate({ to: '/', replace: true });
    },
    onError: () => {
      focusFirstInvalid(form.current);
    },
  });

  const refused = problemFields(mutation.error);
  const field = (name: keyof typeof empty) => ({
    name,
    value: values[name],
    error: refused[name] ?? (asked && values[name].trim() === '' && name !== 'name' && needed[name]),
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => {
      const { value } = event.currentTarget;
      setValues((now) => ({ ...now, [name]: value }));
    },
  });

  return (
    <Welcome title="Set up Weir" description="Nobody owns this server yet. The set-up code shows that it is yours.">
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(true);
          if (values.code.trim() !== '' && values.email.trim() !== '' && values.password !== '') {
            mutation.mutate();
          } else {
            focusFirstInvalid(event.currentTarget);
          }
        }}
      >
        <Stack>
          {mutation.error && Object.keys(refused).length === 0 && <ErrorNotice error={mutation.error} />}
          <TextInput
            {...field('code')}
            label="Set-up code"
            description="The server printed it where it was started. It is good until the server stops."
            autoComplete="one-time-code"
            required
          />
          <TextInput {...field('email')} label="Email" type="email" autoComplete="username" required />
          <TextInput {...field('name')} label="Your name" autoComplete="name" />
          <PasswordField
            {...field('password')}
            label="Password"
            description="At least 12 characters."
            autoComplete="new-password"
            required
          />
          <Button type="submit" loading={mutation.isPending} fullWidth mt="xs">
            Create the owner
          </Button>
        </Stack>
      </form>
    </Welcome>
  );
}

import { Button, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '@/api/client';
import { ApiError } from '@/api/problem';
import type { User } from '@/api/session';
import { ErrorNotice } from '@/components/ErrorNotice';
import { focusFirstInvalid } from '@/components/focusFirstInvalid';
import { PasswordField } from '@/components/PasswordField';

interface SignInFormProps {
  /** Known already when a session has ended. */
  email?: string;
  onSignedIn: (user: User) => void;
}

async function signIn(body: { email: string; password: string }): Promise<User> {
  await api.POST('/v1/session', { body });
  const { user } = await bodyOf(api.GET('/v1/session'));
  if (user === null) {
    throw new ApiError(0, 'unexpected', 'The browser does not keep the session: allow cookies for this address.', []);
  }

  return user;
}

export function SignInForm({ email: known = '', onSignedIn }: SignInFormProps) {
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const mutation = useMutation({ mutationFn: signIn, onSuccess: onSignedIn });

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (email.trim() !== '' && password !== '') {
          mutation.mutate({ email: email.trim(), password });
        } else {
          focusFirstInvalid(event.currentTarget);
        }
      }}
    >
      <Stack>
        {mutation.error && <ErrorNotice error={mutation.error} />}
        <TextInput
          label="Email"
          type="email"
          name="email"
          autoComplete="username"
          required
          data-autofocus={known === '' || undefined}
          value={email}
          error={asked && email.trim() === '' && 'Enter your e-mail address.'}
          onChange={(event) => {
            setEmail(event.currentTarget.value);
          }}
        />
        <PasswordField
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          data-autofocus={known !== '' || undefined}
          value={password}
          error={asked && password === '' && 'Enter your password.'}
          onChange={(event) => {
            setPassword(event.currentTarget.value);
          }}
        />
        <Button type="submit" loading={mutation.isPending} fullWidth mt="xs">
          Sign in
        </Button>
      </Stack>
    </form>
  );
}

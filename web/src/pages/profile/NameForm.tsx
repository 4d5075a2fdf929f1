import { Button, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '@/api/client';
import { sessionQuery } from '@/api/session';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Section } from '@/components/Section';
import { useFields } from '@/components/useFields';
import classes from './ProfilePage.module.css';

export function NameForm() {
  const queryClient = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const save = useMutation({
    mutationFn: (name: string) => bodyOf(api.PATCH('/v1/me', { body: { name: name.trim() } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey }),
    onError: () => {
      fields.focusRefused();
    },
  });
  const fields = useFields({ name: session?.user?.name ?? '' }, { name: 'Enter a name.' }, save.error);

  return (
    <Section title="Name" description={`You sign in as ${session?.user?.email ?? ''}.`}>
      <form
        id={fields.id}
        noValidate
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (fields.check()) {
            save.mutate(fields.values.name);
          }
        }}
      >
        <Stack align="flex-start">
          {save.error && !fields.saysError && <ErrorNotice error={save.error} />}
          <TextInput label="Your name" autoComplete="name" w="100%" {...fields.field('name')} />
          <div className={classes['actions']}>
            <Button type="submit" loading={save.isPending}>
              Save name
            </Button>
            <span role="status">{save.isSuccess ? 'Saved.' : ''}</span>
          </div>
        </Stack>
      </form>
    </Section>
  );
}

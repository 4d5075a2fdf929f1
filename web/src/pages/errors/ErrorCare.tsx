import { Button, Group, Stack, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '@/api/client';
import type { ErrorView } from '@/api/schema';
import { sessionQuery } from '@/api/session';
import { BusyButton } from '@/components/BusyButton';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Section } from '@/components/Section';

/** Who looks after an error, its tags and a note. */
export function ErrorCare({ error }: { error: ErrorView }) {
  const queryClient = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const [assignee, setAssignee] = useState(error.assignee ?? '');
  const [tags, setTags] = useState(error.tags);
  const [note, setNote] = useState(error.note ?? '');
  const save = useMutation({
    mutationFn: () =>
      bodyOf(
        api.PATCH('/v1/errors/{id}', {
          params: { path: { id: error.id } },
          body: { assignee: assignee.trim() || null, tags, note: note === '' ? null : note },
        }),
      ),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['errors'] });
    },
  });
  const me = session?.user?.email;

  return (
    <Section title="Care">
      <Stack gap="sm">
        {save.error && <ErrorNotice error={save.error} />}
        <Group align="flex-end" gap="xs" wrap="nowrap">
          <TextInput
            label="Assignee"
            flex={1}
            value={assignee}
            onChange={(event) => {
              setAssignee(event.currentTarget.value);
            }}
          />
          {me !== undefined && (
            <Button
              variant="default"
              onClick={() => {
                setAssignee(me);
              }}
            >
              Me
            </Button>
          )}
        </Group>
        <TagsInput
          label="Tags"
          value={tags}
          onChange={setTags}
          maxTags={50}
          clearable={false}
          comboboxProps={{ keepMounted: false }}
        />
        <Textarea
          label="Note"
          autosize
          minRows={2}
          value={note}
          onChange={(event) => {
            setNote(event.currentTarget.value);
          }}
        />
        <Group gap="sm">
          <BusyButton
            variant="default"
            busy={save.isPending}
            onClick={() => {
              save.mutate();
            }}
          >
            Save note
          </BusyButton>
          <span role="status">{save.isSuccess && 'Saved.'}</span>
        </Group>
      </Stack>
    </Section>
  );
}

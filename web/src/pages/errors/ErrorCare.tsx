import { Button, Group, Stack, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '@/api/client';
import { sessionQuery } from '@/api/session';
import { BusyButton } from '@/components/BusyButton';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Section } from '@/components/Section';
import { errorQuery, expectedTag, ifStill, isOvertaken, tagged, type OwnSaves, type TaggedError } from './errorState';
import { Overtaken } from './Overtaken';

/** Who looks after an error, its tags and a note. */
export function ErrorCare({ state, own }: { state: TaggedError; own: OwnSaves }) {
  const { error } = state;
  const [base, setBase] = useState(state);
  const queryClient = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const [assignee, setAssignee] = useState(error.assignee ?? '');
  const [tags, setTags] = useState(error.tags);
  const [note, setNote] = useState(error.note ?? '');
  const { assignee: who, tags: marks, note: text } = base.error;
  const edited = assignee !== (who ?? '') || note !== (text ?? '') || tags.join('\n') !== marks.join('\n');
  // What somebody typed stays as it is; else what is shown is what there is now.
  if (state.tag !== base.tag && !edited) {
    setBase(state);
    setAssignee(error.assignee ?? '');
    setTags(error.tags);
    setNote(error.note ?? '');
  }

  const save = useMutation({
    mutationFn: () =>
      tagged(
        api.PATCH('/v1/errors/{id}', {
          params: { path: { id: error.id }, ...ifStill(expectedTag(base.tag, own)) },
          body: { assignee: assignee.trim() || null, tags, note: note === '' ? null : note },
        }),
      ),
    onSuccess: async (saved) => {
      own.set(expectedTag(base.tag, own), saved.tag);
      setBase(saved);
      queryClient.setQueryData(errorQuery(error.id).queryKey, saved);
      await queryClient.invalidateQueries({ queryKey: ['errors'] });
    },
    onError: async (cause) => {
      if (isOvertaken(cause)) {
        const theirs = await queryClient.query({ ...errorQuery(error.id), staleTime: 0 });
        setBase((before) => ({ ...before, tag: theirs.tag }));
      }
    },
  });
  const me = session?.user?.email;

  return (
    <Section title="Care">
      <Stack gap="sm">
        {isOvertaken(save.error) ? <Overtaken /> : save.error && <ErrorNotice error={save.error} />}
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

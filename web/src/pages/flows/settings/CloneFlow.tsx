import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, bodyOf } from '@/api/client';
import type { FlowView } from '@/api/schema';
import { FormPane } from '@/components/FormPane';
import { useFields } from '@/components/useFields';
import { tell } from '@/components/tell';

/** Makes a flow like this one under another name, with the same exports and imports; it runs by nobody but by hand. */
export function CloneFlow({ flow }: { flow: FlowView }) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        variant="default"
        onClick={() => {
          setOpened(true);
        }}
      >
        Clone
      </Button>
      <ClonePane
        key={String(opened)}
        flow={flow}
        opened={opened}
        onClose={() => {
          setOpened(false);
        }}
      />
    </>
  );
}

interface ClonePaneProps {
  flow: FlowView;
  opened: boolean;
  onClose: () => void;
}

function ClonePane({ flow, opened, onClose }: ClonePaneProps) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const clone = useMutation({
    mutationFn: (name: string) =>
      bodyOf(api.POST('/v1/flows/{id}/clone', { params: { path: { id: flow.id } }, body: { name } })),
    onSuccess: async ({ id, name }) => {
      onClose();
      await navigate({ to: '/flows/$flowId', params: { flowId: id } });
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['flows'] }),
        queryClient.invalidateQueries({ queryKey: ['integrations'] }),
      ]);
      tell('Flow cloned', `This is ${name}, like ${flow.name}.`);
    },
    onError: () => {
      fields.focusRefused();
    },
  });
  const fields = useFields(
    { name: `${flow.name} (copy)`.slice(0, 100) },
    { name: 'Give the flow a name.' },
    clone.error,
  );

  return (
    <FormPane
      opened={opened}
      title={`Clone ${flow.name}`}
      formId={fields.id}
      saveLabel="Clone"
      busy={clone.isPending}
      dirty={fields.dirty}
      error={fields.saysError ? null : clone.error}
      onSave={() => {
        if (fields.check()) {
          clone.mutate(fields.values.name.trim());
        }
      }}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        description="It reads and writes through the same exports and imports. Its schedule is not taken over."
        autoComplete="off"
        maxLength={100}
        data-autofocus
        {...fields.field('name')}
      />
    </FormPane>
  );
}

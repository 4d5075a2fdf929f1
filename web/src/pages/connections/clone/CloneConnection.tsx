import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, bodyOf } from '@/api/client';
import type { ConnectionView } from '@/api/schema';
import { ErrorNotice } from '@/components/ErrorNotice';
import { useFields } from '@/components/useFields';
import { tell } from '@/components/tell';
import { TestStatus } from '../pane/TestStatus';
import { failedTest } from '../tested';

/** Makes a connection like this one, secrets too, under another name, and goes to it. */
export function CloneConnection({ connection }: { connection: ConnectionView }) {
  const [asks, setAsks] = useState(false);
  return (
    <>
      <Button
        variant="default"
        onClick={() => {
          setAsks(true);
        }}
      >
        Clone
      </Button>
      <CloneDialog
        key={`${connection.id} ${asks}`}
        connection={connection}
        opened={asks}
        onClose={() => {
          setAsks(false);
        }}
      />
    </>
  );
}

interface CloneDialogProps {
  connection: ConnectionView;
  opened: boolean;
  onClose: () => void;
}

function CloneDialog({ connection, opened, onClose }: CloneDialogProps) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const clone = useMutation({
    mutationFn: ({ name, tested }: { name: string; tested: boolean }) =>
      bodyOf(
        api.POST('/v1/connections/{id}/clone', {
          params: { path: { id: connection.id }, query: tested ? {} : { test: 'false' } },
          body: { name },
        }),
      ),
    onSuccess: async ({ id, name }) => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: ['connections'] });
      await navigate({ to: '/connections/$connectionId', params: { connectionId: id } });
      tell('Connection cloned', `This is ${name}, like ${connection.name}.`);
    },
    onError: () => {
      fields.focusRefused();
    },
  });
  // A name is at most 100 characters long.
  const fields = useFields({ name: `${connection.name.slice(0, 95)} copy` }, { name: 'Name is needed.' }, clone.error);
  const test = failedTest(clone.error);
  const send = (tested: boolean) => {
    if (fields.check()) {
      clone.mutate({ name: fields.values.name.trim(), tested });
    }
  };

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={`Clone ${connection.name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
      centered
    >
      <form
        id={fields.id}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send(true);
        }}
      >
        <Stack>
          <Text size="sm">The new connection has the same settings and secrets. It is tested before it is stored.</Text>
          <TextInput label="Name" autoComplete="off" data-autofocus {...fields.field('name')} />
          {clone.isPending && clone.variables.tested && <TestStatus state={{ phase: 'running' }} />}
          {test && <TestStatus state={test} />}
          {clone.error && test === null && !fields.saysError && <ErrorNotice error={clone.error} />}
          <Group justify="flex-end" gap="sm">
            {test && (
              <Button
                variant="light"
                onClick={() => {
                  send(false);
                }}
              >
                Clone without testing
              </Button>
            )}
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={clone.isPending}>
              Clone
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

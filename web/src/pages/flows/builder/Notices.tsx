import { Alert, Button, Group } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { api, bodyOf } from '@/api/client';
import { ErrorNotice } from '@/components/ErrorNotice';
import type { FlowDraftState } from './draft/useFlowDraft';
import type { StartRun } from './run/useStartRun';

/** Why the flow was not saved, or does not run. */
export function Notices({ state, start }: { state: FlowDraftState; start: StartRun }) {
  if (state.isOutdated) {
    return <Outdated state={state} />;
  }

  const error = state.failure ?? start.error;
  return error === null ? null : <ErrorNotice error={error} />;
}

/** Somebody else has saved the flow meanwhile: theirs or mine, both are offered. */
function Outdated({ state }: { state: FlowDraftState }) {
  const id = state.base.id;
  const read = () => bodyOf(api.GET('/v1/flows/{id}', { params: { path: { id } } }));
  const take = useMutation({ mutationFn: read, onSuccess: state.take });
  const overwrite = useMutation({ mutationFn: async () => state.save((await read()).version) });
  return (
    <Alert
      role="alert"
      color="orange"
      variant="light"
      icon={<IconGitMerge />}
      title="Somebody else has changed this flow since you opened it"
      styles={{ message: { color: 'var(--mantine-color-text)' }, title: { color: 'var(--mantine-color-text)' } }}
    >
      What you see here is not saved. Take what is stored now and lose your changes, or save yours over it: the other
      one stays in the history.
      {take.error && <ErrorNotice error={take.error} />}
      <Group gap="xs" mt="sm">
        <Button
          size="xs"
          variant="default"
          loading={take.isPending}
          onClick={() => {
            take.mutate();
          }}
        >
          Take what is stored
        </Button>
        <Button
          size="xs"
          variant="default"
          loading={overwrite.isPending}
          onClick={() => {
            overwrite.mutate();
          }}
        >
          Save mine over it
        </Button>
      </Group>
    </Alert>
  );
}

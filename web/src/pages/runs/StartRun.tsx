import { ActionIcon, Group, Menu } from '@mantine/core';
import { IconChevronDown, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, bodyOf } from '@/api/client';
import { ApiError } from '@/api/problem';
import { flowRunsKey } from '@/api/runs';
import { BusyButton } from '@/components/BusyButton';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { ErrorNotice } from '@/components/ErrorNotice';
import { RunSince } from './RunSince';

interface Start {
  since?: string;
  queue?: boolean;
}

/** Runs a flow now, or from a date on; where a run is active it asks whether this one should wait. */
export function StartRun({ flow }: { flow: string }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [choosing, setChoosing] = useState(false);
  const start = useMutation({
    mutationFn: ({ since, queue = false }: Start) =>
      bodyOf(
        api.POST('/v1/flows/{id}/runs', {
          params: { path: { id: flow }, query: queue ? { queue: 'true' } : {} },
          ...(since !== undefined && { body: { since } }),
        }),
      ),
    onSuccess: async (run) => {
      await navigate({ to: '/runs/$runId', params: { runId: run.id } });
      await queryClient.invalidateQueries({ queryKey: flowRunsKey(flow) });
    },
  });
  const isTaken = start.error instanceof ApiError && start.error.code === 'conflict' && start.error.status === 409;
  const begin = (how: Start) => {
    setChoosing(false);
    start.mutate(how);
  };

  return (
    <>
      <Group gap={1} wrap="nowrap">
        <BusyButton
          busy={start.isPending}
          leftSection={<IconPlayerPlayFilled size={14} aria-hidden />}
          style={{ borderStartEndRadius: 0, borderEndEndRadius: 0 }}
          onClick={() => {
            begin({});
          }}
        >
          Run
        </BusyButton>
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon
              variant="filled"
              size={36}
              aria-label="More ways to run"
              style={{ borderStartStartRadius: 0, borderEndStartRadius: 0 }}
            >
              <IconChevronDown size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              onClick={() => {
                setChoosing(true);
              }}
            >
              Run since a date…
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
      <RunSince
        key={String(choosing)}
        opened={choosing}
        onClose={() => {
          setChoosing(false);
        }}
        onRun={(since) => {
          begin({ since });
        }}
      />
      <ConfirmDialog
        opened={isTaken}
        title="A run of this flow is active"
        confirmLabel="Let it wait"
        onConfirm={() => {
          start.mutate({ ...start.variables, queue: true });
        }}
        onCancel={() => {
          start.reset();
        }}
      >
        Only one runs at a time. This one can wait and begin when the active one has ended.
      </ConfirmDialog>
      <ConfirmDialog
        opened={start.error !== null && !isTaken}
        title="The run could not begin"
        cancelLabel="Close"
        onCancel={() => {
          start.reset();
        }}
      >
        <ErrorNotice error={start.error} />
      </ConfirmDialog>
    </>
  );
}

import { Alert, Button, Stack } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '@/api/client';
import type { ConnectionView } from '@/api/schema';
import { may, sessionQuery } from '@/api/session';
import { ErrorNotice } from './ErrorNotice';
import { timeAgo } from './TimeAgo';

/** That nothing goes through a connection: why, since when, when it is tested next, and how to resume. */
export function OutageNotice({ connection }: { connection: ConnectionView }) {
  const queryClient = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const test = useMutation({
    mutationFn: () => bodyOf(api.POST('/v1/connections/{id}/test', { params: { path: { id: connection.id } } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['connections'] }),
  });
  const { outage } = connection;
  if (outage === undefined || outage === null) {
    return null;
  }

  return (
    <Alert
      role="status"
      color="red"
      variant="light"
      icon={<IconPlugConnectedX />}
      title={`${connection.name} went offline ${timeAgo(outage.since)}`}
      styles={{ message: { color: 'inherit' }, title: { color: 'inherit' } }}
    >
      <Stack gap="xs" align="flex-start">
        <span>
          {connection.lastTest?.message} Runs that use it wait and lose nothing. {nextTest(outage.nextTestAt)}
        </span>
        {test.error && <ErrorNotice error={test.error} />}
        {may(session?.user, 'administrator') && (
          <Button
            size="compact-sm"
            variant="default"
            loading={test.isPending}
            onClick={() => {
              test.mutate();
            }}
          >
            Test connection
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** When it is tested by itself, seen from now. */
export function nextTest(at: string | null, now: number = Date.now()): string {
  if (at === null) {
    return 'Test it when what keeps it from working is mended.';
  }

  const seconds = Math.round((new Date(at).getTime() - now) / 1000);
  const when = seconds <= 0 ? 'now' : seconds < 60 ? `in ${seconds} s` : timeAgo(at, now);
  return `It is tested again by itself ${when}.`;
}

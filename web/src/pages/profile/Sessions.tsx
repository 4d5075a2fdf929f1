import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { readAll } from '@/api/lists';
import type { SessionView } from '@/api/schema';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Loading } from '@/components/Loading';
import { Problem } from '@/components/Problem';
import { Section } from '@/components/Section';
import { SimpleTable } from '@/components/SimpleTable';
import { TimeAgo } from '@/components/TimeAgo';
import { TwoLines } from '@/components/TwoLines';
import { browserName } from './browserName';

/** The browsers in which this user is signed in. */
export function Sessions() {
  const queryClient = useQueryClient();
  const query = useQuery({
    queryKey: ['sessions'],
    queryFn: () => readAll((page) => api.GET('/v1/sessions', { params: { query: page } })),
  });
  const end = useMutation({
    mutationFn: (id: string | null) =>
      id === null ? api.DELETE('/v1/sessions') : api.DELETE('/v1/sessions/{id}', { params: { path: { id } } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['sessions'] }),
  });
  const sessions = query.data ?? [];
  const hasOthers = sessions.some((session) => !session.current);

  return (
    <Section
      title="Where you are signed in"
      description="A session ends 30 days after the sign-in, or after a day without a request."
      action={
        hasOthers && (
          <Button
            variant="default"
            onClick={() => {
              end.mutate(null);
            }}
          >
            Sign out everywhere else
          </Button>
        )
      }
    >
      {end.error && <ErrorNotice error={end.error} />}
      {query.isPending && <Loading />}
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {sessions.length > 0 && (
        <SimpleTable<SessionView>
          label="Sessions"
          rows={sessions}
          idOf={(session) => session.id}
          columns={[
            {
              key: 'browser',
              label: 'Browser',
              cell: (session) => <TwoLines first={browserName(session.userAgent)} second={session.address} />,
            },
            {
              key: 'seen',
              label: 'Last seen',
              cell: (session) => (session.current ? 'This browser' : <TimeAgo at={session.lastSeenAt} />),
            },
            {
              key: 'since',
              label: 'Signed in',
              cell: (session) => <TimeAgo at={session.createdAt} />,
              from: 'phone',
            },
            {
              key: 'end',
              label: 'Actions',
              isLabelHidden: true,
              align: 'right',
              cell: (session) =>
                !session.current && (
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`Sign out ${browserName(session.userAgent)}`}
                    onClick={() => {
                      end.mutate(session.id);
                    }}
                  >
                    Sign out
                  </Button>
                ),
            },
          ]}
        />
      )}
    </Section>
  );
}

import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { api, bodyOf } from '@/api/client';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Loading } from '@/components/Loading';
import { Problem } from '@/components/Problem';
import { Section } from '@/components/Section';
import { StatusBadge } from '@/components/StatusBadge';
import parts from '../parts.module.css';
import { ExchangeDetails } from './ExchangeDetails';
import { exchangeRows } from './exchangeRows';

const route = getRouteApi('/shell/connections/$connectionId');

/** How long may be chosen; the server takes 1 to 60. */
const choices = [5, 15, 30, 60];

/** What a connection sends and what comes back, for some minutes, with its secrets masked. */
export function ConnectionDebug() {
  const { connectionId: id } = route.useParams();
  const queryClient = useQueryClient();
  const [minutes, setMinutes] = useState('15');
  const queryKey = ['debug', id];
  const query = useQuery({
    queryKey,
    queryFn: () => bodyOf(api.GET('/v1/connections/{id}/debug', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.until == null ? false : 2_000),
  });
  const start = useMutation({
    mutationFn: () =>
      bodyOf(api.POST('/v1/connections/{id}/debug', { params: { path: { id } }, body: { minutes: Number(minutes) } })),
    onSuccess: (view) => {
      queryClient.setQueryData(queryKey, view);
    },
  });
  const stop = useMutation({
    mutationFn: () => api.DELETE('/v1/connections/{id}/debug', { params: { path: { id } } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey }),
  });
  if (query.data === undefined) {
    return query.error === null ? <Loading /> : <Problem error={query.error} onRetry={() => void query.refetch()} />;
  }

  const { until, exchanges } = query.data;
  const error = start.error ?? stop.error ?? query.error;
  return (
    <Section
      title="Debug"
      description="The last 200 requests and answers, newest first. Secrets are masked; everything else is shown as it was sent."
      action={
        <div className={parts['row']}>
          {until === null ? (
            <>
              <NativeSelect
                aria-label="How long"
                data={choices.map((choice) => ({ value: String(choice), label: `${choice} minutes` }))}
                value={minutes}
                onChange={(event) => {
                  setMinutes(event.currentTarget.value);
                }}
              />
              <Button
                loading={start.isPending}
                onClick={() => {
                  stop.reset();
                  start.mutate();
                }}
              >
                Start
              </Button>
            </>
          ) : (
            <Button
              variant="default"
              loading={stop.isPending}
              onClick={() => {
                start.reset();
                stop.mutate();
              }}
            >
              Stop
            </Button>
          )}
        </div>
      }
    >
      {error !== null && <ErrorNotice error={error} />}
      <p role="status" aria-label="Debugging">
        <StatusBadge
          tone={until === null ? 'neutral' : 'busy'}
          label={until === null ? 'Not listening' : `Listening until ${new Date(until).toLocaleTimeString()}`}
        />
      </p>
      {exchanges.length === 0 ? (
        <p className={parts['none']}>
          {until === null
            ? 'Start it, then test the connection or run a flow: what is sent is shown here.'
            : 'Nothing was sent since. Test the connection or run a flow.'}
        </p>
      ) : (
        exchangeRows(exchanges).map(({ key, exchange }) => <ExchangeDetails key={key} exchange={exchange} />)
      )}
    </Section>
  );
}

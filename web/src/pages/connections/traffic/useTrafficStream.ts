import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { trafficQuery } from '@/api/connections';
import type { TrafficView } from '@/api/schema';
import { useEventStream } from '@/api/useEventStream';
import { withSample, type Sample } from './rates';

interface Stream {
  traffic: TrafficView | null;
  /** Whether it is told as it happens; false also when it was and no longer is. */
  live: boolean;
  /** The server was heard and has fallen silent, or never answered. */
  lost: boolean;
  /** One a second while it is live. */
  samples: readonly Sample[];
}

const nothing: Stream = { traffic: null, live: false, lost: false, samples: [] };

const sampleEveryMs = 1_000;

/** What happens in a connection's pool, as the server tells it. A lost stream comes back by itself. */
export function useTrafficStream(id: string): Stream {
  const queryClient = useQueryClient();
  const [stream, setStream] = useState(nothing);

  useEventStream<TrafficView>(`/v1/connections/${encodeURIComponent(id)}/traffic/events`, {
    event: 'traffic',
    onEvent: (traffic) => {
      queryClient.setQueryData(trafficQuery(id).queryKey, traffic);
      setStream((now) => ({
        traffic,
        live: true,
        lost: false,
        samples: now.samples.length === 0 ? [{ at: Date.now(), requests: traffic.requests }] : now.samples,
      }));
      return false;
    },
    onLost: () => {
      setStream((now) => ({ ...now, live: false, lost: true }));
    },
    onRest: () => {
      setStream((now) => ({ ...now, live: false, lost: false }));
    },
    ask: () =>
      queryClient.query({ ...trafficQuery(id), staleTime: 0, retry: false }).then(
        () => true,
        () => false,
      ),
  });

  useEffect(() => {
    // The server only tells what changes; a second without a word is a second without a request.
    const clock = setInterval(() => {
      setStream((now) =>
        now.live && now.traffic !== null
          ? { ...now, samples: withSample(now.samples, { at: Date.now(), requests: now.traffic.requests }) }
          : now,
      );
    }, sampleEveryMs);

    return () => {
      clearInterval(clock);
      setStream(nothing);
    };
  }, [id]);

  return stream;
}

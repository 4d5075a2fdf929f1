import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { trafficQuery } from '@/api/connections';
import type { TrafficView } from '@/api/schema';
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
const retryAfterMs = 5_000;

/** What happens in a connection's pool, as the server tells it. A lost stream comes back by itself. */
export function useTrafficStream(id: string): Stream {
  const queryClient = useQueryClient();
  const [stream, setStream] = useState(nothing);

  useEffect(() => {
    let source: EventSource | null = null;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let ended = false;

    const open = () => {
      source = new EventSource(`/v1/connections/${encodeURIComponent(id)}/traffic/events`);
      source.addEventListener('traffic', ({ data }: MessageEvent<string>) => {
        const traffic = JSON.parse(data) as TrafficView;
        queryClient.setQueryData(trafficQuery(id).queryKey, traffic);
        setStream((now) => ({
          traffic,
          live: true,
          lost: false,
          samples: now.samples.length === 0 ? [{ at: Date.now(), requests: traffic.requests }] : now.samples,
        }));
      });
      source.addEventListener('error', () => {
        setStream((now) => ({ ...now, live: false, lost: true }));
        // The browser comes back by itself, unless it was refused. A refusal asks in the ordinary way: that also lets the
        // person sign in again.
        if (source?.readyState === EventSource.CLOSED) {
          retry = setTimeout(() => void again(), retryAfterMs);
        }
      });
    };

    const again = async () => {
      const answers = await queryClient.query({ ...trafficQuery(id), staleTime: 0, retry: false }).then(
        () => true,
        () => false,
      );
      if (!ended && answers) {
        open();
      } else if (!ended) {
        retry = setTimeout(() => void again(), retryAfterMs);
      }
    };

    // The server only tells what changes; a second without a word is a second without a request.
    const clock = setInterval(() => {
      setStream((now) =>
        now.live && now.traffic !== null
          ? { ...now, samples: withSample(now.samples, { at: Date.now(), requests: now.traffic.requests }) }
          : now,
      );
    }, sampleEveryMs);

    open();
    return () => {
      ended = true;
      source?.close();
      clearTimeout(retry);
      clearInterval(clock);
      setStream(nothing);
    };
  }, [id, queryClient]);

  return stream;
}

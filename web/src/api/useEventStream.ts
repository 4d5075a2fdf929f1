import { useEffect, useEffectEvent } from 'react';

const retryAfterMs = 5_000;

interface EventStream<T> {
  /** The name of its events. */
  event: string;
  /** Told each of them. True when it was the last one: the stream is not opened again. */
  onEvent: (data: T) => boolean | undefined;
  /** The server is not heard any more. The stream comes back by itself. */
  onLost?: () => void;
  /** The page is out of sight: nothing is told until it is looked at again. */
  onRest?: () => void;
  /**
   * Asks for the same in the ordinary way after the stream was refused, which also lets the person sign in again. The
   * stream is opened anew only when this answers true.
   */
  ask: () => Promise<boolean>;
}

/**
 * Listens to what the server tells as it happens, while the page is looked at: a browser has six HTTP/1.1 connections
 * to a server for all its tabs together, and a stream holds one of them.
 *
 * @param url Where it is told; null listens to nothing.
 */
export function useEventStream<T>(url: string | null, stream: EventStream<T>): void {
  const { event } = stream;
  const told = useEffectEvent((data: string) => stream.onEvent(JSON.parse(data) as T) === true);
  const lost = useEffectEvent(() => stream.onLost?.());
  const rests = useEffectEvent(() => stream.onRest?.());
  const ask = useEffectEvent(() => stream.ask());

  useEffect(() => {
    if (url === null) {
      return undefined;
    }

    let source: EventSource | null = null;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    // What a former opening still waits for says nothing about the present one.
    let opening = 0;

    const close = () => {
      opening++;
      source?.close();
      source = null;
      clearTimeout(retry);
    };

    const open = () => {
      close();
      const opened = new EventSource(url);
      source = opened;
      opened.addEventListener(event, ({ data }: MessageEvent<string>) => {
        if (told(data)) {
          ended = true;
          close();
        }
      });
      opened.addEventListener('error', () => {
        lost();
        // The browser comes back by itself, unless it was refused.
        if (opened.readyState === EventSource.CLOSED && source === opened) {
          askLater();
        }
      });
    };

    const askLater = () => {
      retry = setTimeout(() => void askNow(), retryAfterMs);
    };

    const askNow = async () => {
      const asked = opening;
      const answers = await ask();
      if (asked !== opening) {
        return;
      }

      if (answers) {
        open();
      } else {
        askLater();
      }
    };

    const look = () => {
      if (ended) {
        return;
      }

      if (document.visibilityState === 'hidden') {
        close();
        rests();
      } else if (source === null) {
        open();
      }
    };

    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      close();
    };
  }, [url, event]);
}

import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/api/problem';

/** Asks again only where no answer came: what the server refuses it refuses again. */
function askAgain(failures: number, error: Error): boolean {
  const retriesMax = 2;
  return failures < retriesMax && (!(error instanceof ApiError) || error.status === 0 || error.status === 503);
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // Without the network mode the browser's opinion of the network would keep a local server from being asked.
      queries: { retry: askAgain, retryDelay: (n) => 400 * 2 ** n, staleTime: 5_000, networkMode: 'always' },
      // What was sent or answered may hold a password: nothing of it stays.
      mutations: { retry: false, networkMode: 'always', gcTime: 0 },
    },
  });
}

import createClient, { type Middleware } from 'openapi-fetch';
import { stringifyExact } from '@/json/stringifyExact';
import { exactly } from './exactly';
import { ApiError } from './problem';
import type { paths } from './schema';
import { sessionLost } from './sessionLost';

/** Requests under way, unread, so that one can be sent again after its session has ended. */
const sent = new Map<string, Request>();

const problems: Middleware = {
  onRequest({ request, id }) {
    sent.set(id, request.clone());
  },

  async onResponse({ request, response, schemaPath, id }) {
    const again = sent.get(id);
    sent.delete(id);
    if (response.status === 401 && again !== undefined && !new URL(request.url).pathname.endsWith('/v1/session')) {
      await sessionLost.untilSignedIn();
      const second = await fetch(again).catch((cause: unknown) => {
        throw ApiError.unreachable(cause);
      });
      return exactly(await refuseProblems(second), schemaPath);
    }

    return exactly(await refuseProblems(response), schemaPath);
  },

  onError({ error, id }) {
    sent.delete(id);
    return ApiError.unreachable(error);
  },
};

async function refuseProblems(response: Response): Promise<Response> {
  if (!response.ok) {
    throw await ApiError.of(response);
  }

  return response;
}

/**
 * The API, typed by its own description. Whatever is refused throws an {@link ApiError}. When the session has ended the
 * request waits until the person has signed in again, and is then sent once more: nothing that was typed is lost.
 */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  credentials: 'same-origin',
  bodySerializer: (body: unknown) => stringifyExact(body),
  fetch: (request) => fetch(request),
});

api.use(problems);

/** The body of an answer that has one. */
export async function bodyOf<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const { data } = await answer;
  if (data === undefined) {
    throw new ApiError(0, 'unexpected', 'The server gave an empty answer.', []);
  }

  return data;
}

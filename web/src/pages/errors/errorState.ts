import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import { ApiError } from '@/api/problem';
import type { ErrorView } from '@/api/schema';

/** An error with the state that it was read in, so that nobody writes over what they have not seen. */
export interface TaggedError {
  error: ErrorView;
  tag: string;
}

/** The body of an answer with its tag. */
export async function tagged(answer: Promise<{ data?: ErrorView; response: Response }>): Promise<TaggedError> {
  const { data, response } = await answer;
  if (data === undefined) {
    throw new Error('The answer has no body.');
  }

  return { error: data, tag: response.headers.get('ETag') ?? '*' };
}

export const errorQuery = (id: string) =>
  queryOptions({
    queryKey: ['errors', 'one', id],
    queryFn: () => tagged(api.GET('/v1/errors/{id}', { params: { path: { id } } })),
  });

/** Which state came of which by this person's own saves: those are no surprise. */
export type OwnSaves = Map<string, string>;

/** The state that is expected now by whoever began at this one. */
export function expectedTag(tag: string, own: OwnSaves): string {
  let last = tag;
  for (let next = own.get(last); next !== undefined && next !== tag; next = own.get(last)) {
    last = next;
  }

  return last;
}

/** Changes it only while it is in that state. */
export const ifStill = (tag: string) => ({ header: { 'If-Match': tag } });

/** Whether somebody else was quicker. */
export const isOvertaken = (cause: unknown): boolean =>
  cause instanceof ApiError && cause.code === 'precondition_failed';

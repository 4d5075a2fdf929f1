import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ApiError, type FieldProblem } from '@/api/problem';
import type { Json } from '@/json/json';
import { preview, type Evaluator } from './preview';
import { requestText } from './requestText';

/** What the server makes of an expression as it is typed. */
export interface Preview {
  /** The latest result; undefined before the first one, and while the expression is refused. */
  value: Json | undefined;
  /** What is wrong with the expression or with this record; undefined when nothing is. */
  problem: Problem | undefined;
  /** The result is of what stood there a moment ago. */
  isOld: boolean;
}

export interface Problem {
  message: string;
  fields: readonly FieldProblem[];
  /** Where in the expression; undefined when it is the record that does not suit. Counted from 0. */
  position: number | undefined;
}

const pauseMs = 250;

/**
 * Asks the server when nothing was typed for a moment. A request whose expression has changed since is cancelled, and its
 * answer, should it come, is nobody's.
 *
 * @param body What is asked; null for nothing.
 */
export function usePreview(evaluator: Evaluator, body: Readonly<Record<string, unknown>> | null): Preview {
  const text = body === null ? null : requestText(body);
  const [asked] = useDebouncedValue(text, pauseMs);
  const answer = useQuery({
    queryKey: ['preview', evaluator, asked],
    queryFn: ({ signal }) => preview(evaluator, asked ?? '', signal),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: Infinity,
    gcTime: 30_000,
  });

  if (text === null || asked === null) {
    return { value: undefined, problem: undefined, isOld: false };
  }

  const isOld = text !== asked || answer.isPlaceholderData || answer.isFetching;
  return answer.error === null
    ? { value: answer.data, problem: undefined, isOld }
    : { value: undefined, problem: problemOf(answer.error), isOld };
}

function problemOf(error: Error): Problem {
  const fields = error instanceof ApiError ? error.fields : [];
  return { message: fields[0]?.message ?? error.message, fields, position: fields[0]?.position };
}

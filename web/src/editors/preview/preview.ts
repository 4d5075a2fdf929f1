import { api } from '@/api/client';
import { parseExact } from '@/json/parseExact';
import { isObject, type Json } from '@/json/json';

/** The small evaluators of the server, and what each answers with. */
const answers = { path: 'values', filter: 'result', template: 'text', mapping: 'record' } as const;

export type Evaluator = keyof typeof answers;

/**
 * What an expression makes of a record.
 *
 * @param body The request as JSON, its numbers digit by digit.
 */
export async function preview(evaluator: Evaluator, body: string, signal: AbortSignal): Promise<Json> {
  const { data } = await api.POST(`/v1/preview/${evaluator}` as '/v1/preview/path', {
    // The text is written already; what stands here only says its type.
    body: { path: '', record: null },
    bodySerializer: () => body,
    parseAs: 'text',
    signal,
  });
  const answer = parseExact(data as unknown as string);
  return isObject(answer) ? (answer[answers[evaluator]] ?? null) : null;
}

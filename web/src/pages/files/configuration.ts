import { api, bodyOf } from '@/api/client';
import { ApiError } from '@/api/problem';
import type { ConfigurationChangesView } from '@/api/schema';

/** What applying a file would change, or has changed, and the state of the configuration that this was worked out from. */
export interface Compared {
  changes: ConfigurationChangesView;
  tag: string | null;
}

/** The whole configuration, as the server writes it. */
export const pull = (): Promise<string> => bodyOf(api.GET('/v1/configuration', { parseAs: 'text' }));

/** What would change; nothing does. */
export const compare = (text: string, prune: boolean): Promise<Compared> =>
  send(text, { prune: String(prune), dryRun: 'true' }, null);

/** Makes all of the changes, or none when something has changed since `tag`. */
export const apply = (text: string, prune: boolean, tag: string | null): Promise<Compared> =>
  send(text, { prune: String(prune) }, tag);

// The text goes as it stands: read and written again its numbers could change.
async function send(text: string, query: { prune: string; dryRun?: string }, tag: string | null): Promise<Compared> {
  const { data, response } = await api.POST('/v1/configuration', {
    params: { query, ...(tag !== null && { header: { 'If-Match': tag } }) },
    body: text as never,
    bodySerializer: (body: unknown) => body as string,
  });
  if (data === undefined) {
    throw new ApiError(0, 'unexpected', 'The server gave an empty answer.', []);
  }

  return { changes: data, tag: response.headers.get('ETag') };
}

/** Where in a file something is wrong, in words: `/flows/0/name` is the name of its first flow. */
export function placeInWords(field: string, text: string): string {
  const [kind = '', index, ...rest] = field.replace(/^\//, '').split(/[./[\]]+/);
  const name = nameAt(text, kind, Number(index));
  return name === null ? field : [`${kind} “${name}”`, ...rest.filter((part) => part !== '')].join(' › ');
}

function nameAt(text: string, kind: string, index: number): string | null {
  try {
    const whole = JSON.parse(text) as Record<string, unknown>;
    const list = whole[kind];
    const one: unknown = Array.isArray(list) ? list[index] : null;
    const name = typeof one === 'object' && one !== null ? (one as Record<string, unknown>)['name'] : null;
    return typeof name === 'string' ? name : null;
  } catch {
    return null;
  }
}

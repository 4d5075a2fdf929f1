import { parseExact } from '@/json/parseExact';

/** What holds documents and records of people, where 1.0 is not 1 and 12345678901234567890 not 12345678901234567000. */
const documents = /^\/v1\/(?:exports|imports|flows|errors|preview)\b/;

/** What an ordinary number could not hold, somewhere in a text. */
const suspicious = /\d{16}|\d[.eE]|-0/;

/** The answer with its numbers digit by digit (`ExactNumber`), where it may have such that JavaScript would change. */
export async function exactly(response: Response, path: string): Promise<Response> {
  if (!documents.test(path) || response.headers.get('content-type')?.includes('json') !== true) {
    return response;
  }

  const text = await response.text();
  const read = new Response(text, response);
  // The client asks an answer of known length to read itself.
  read.headers.set('content-length', String(text.length));
  return suspicious.test(text)
    ? Object.defineProperty(read, 'json', { value: () => Promise.resolve(parseExact(text)) })
    : read;
}

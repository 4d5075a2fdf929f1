import { vi } from 'vitest';

/** An answer in JSON, or a refusal where the status says so. */
export const answer = (text: string, status = 200): Response =>
  new Response(text, {
    status,
    headers: { 'content-type': status === 200 ? 'application/json' : 'application/problem+json' },
  });

/** Answers every preview at once with what `of` makes of its body; gives the bodies that came. */
export function previewsAnswer(of: (body: string, address: string) => Response): string[] {
  const bodies: string[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const body = await request.text();
    bodies.push(body);
    return of(body, request.url);
  });
  return bodies;
}

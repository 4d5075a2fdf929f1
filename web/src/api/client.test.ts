import { afterEach, expect, test, vi } from 'vitest';
import { api } from './client';
import { sessionLost } from './sessionLost';

const refused = () => Response.json({ code: 'unauthorized', detail: 'Not signed in.' }, { status: 401 });

function serverAnswers(...answers: (() => Response)[]) {
  const bodies: string[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    bodies.push(await request.text());
    const answer = answers.shift();
    if (answer === undefined) {
      throw new TypeError('fetch failed');
    }

    return answer();
  });
  return bodies;
}

const renamed = () =>
  api.PATCH('/v1/connections/{id}', {
    params: { path: { id: 'conn_1' } },
    body: { name: 'New' },
  });

afterEach(() => {
  vi.unstubAllGlobals();
});

test('a request that finds its session ended is sent again, whole, after the sign-in', async () => {
  const bodies = serverAnswers(refused, () => Response.json({ id: 'conn_1', name: 'New' }));
  const answer = renamed();
  await vi.waitFor(() => {
    expect(sessionLost.isLost()).toBe(true);
  });

  sessionLost.signedIn();

  expect((await answer).data?.name).toBe('New');
  expect(bodies).toEqual(['{"name":"New"}', '{"name":"New"}']);
  expect(sessionLost.isLost()).toBe(false);
});

test('who leaves instead of signing in again ends what waits', async () => {
  serverAnswers(refused);
  const answer = renamed();
  await vi.waitFor(() => {
    expect(sessionLost.isLost()).toBe(true);
  });

  sessionLost.left();

  await expect(answer).rejects.toMatchObject({ status: 401 });
});

test('a server that does not answer is told as such', async () => {
  serverAnswers();

  await expect(renamed()).rejects.toMatchObject({ status: 0, code: 'unreachable' });
});

test('a document comes and goes with the digits of its numbers', async () => {
  const mapping = '{"big":12345678901234567890,"price":1.0,"n":1}';
  const bodies = serverAnswers(
    () => new Response(`{"id":"imp_1","mapping":${mapping}}`, { headers: { 'content-type': 'application/json' } }),
    () => Response.json({ id: 'imp_1' }),
  );

  const read = (await api.GET('/v1/imports/{id}', { params: { path: { id: 'imp_1' } } })).data;
  await api.PATCH('/v1/imports/{id}', { params: { path: { id: 'imp_1' } }, body: { mapping: read?.mapping } });

  expect(read).toMatchObject({ mapping: { n: 1 } });
  expect(bodies[1]).toBe(`{"mapping":${mapping}}`);
});

import { expect, test } from 'vitest';
import { ApiError, problemFields } from './problem';

const answer = (status: number, body: string) => new Response(body, { status });

test('a refusal is told in the words of the server', async () => {
  const error = await ApiError.of(
    answer(422, '{"code":"validation","detail":"This is no subdomain.","errors":[{"field":"settings.subdomain"}]}'),
  );

  expect(error).toMatchObject({ status: 422, code: 'validation', message: 'This is no subdomain.' });
});

test('an answer that is not of the API is told by its status', async () => {
  const error = await ApiError.of(answer(502, '<html>Bad gateway</html>'));

  expect(error).toMatchObject({ status: 502, code: 'unexpected', message: 'The server answered 502.', fields: [] });
});

test('each field has the first thing that is said of it, and the whole has none', () => {
  const error = new ApiError(422, 'validation', 'Two fields.', [
    { field: 'settings.subdomain', code: 'validation', message: 'No subdomain.' },
    { field: 'settings.subdomain', code: 'validation', message: 'Too long.' },
    { field: '', code: 'validation', message: 'All of it.' },
    { field: 'name', code: 'conflict', message: 'Taken.' },
  ]);

  expect(problemFields(error)).toEqual({ 'settings.subdomain': 'No subdomain.', name: 'Taken.' });
});

test('what is no refusal names no field', () => {
  expect(problemFields(new TypeError('x'))).toEqual({});
  expect(problemFields(null)).toEqual({});
});

import { render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { parseExact } from '@/json/parseExact';
import { stringifyExact } from '@/json/stringifyExact';
import { JsonField, TemplateField } from '.';
import { answer } from './testing/answers';
import { Page } from './testing/Page';

/** Answers previews in the order in which the test says so. */
function server() {
  const asked: { body: string; answer: (answer: Response) => void; signal: AbortSignal }[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const body = await request.text();
    return new Promise<Response>((answer) => {
      asked.push({ body, answer, signal: request.signal });
    });
  });
  return asked;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A field whose text the test changes from outside. */
function Template({ value }: { value: string }) {
  return <TemplateField label="Trace key" value={value} onChange={() => undefined} sample={parseExact('{"id":1.0}')} />;
}

it('a template has a name, shows what it makes of the sample, and does not listen to late answers', async () => {
  const asked = server();
  const page = render(<Template value="A {{id}}" />, { wrapper: Page });
  expect(await screen.findByRole('textbox', { name: 'Trace key' })).toHaveTextContent('A {{id}}');

  await waitFor(() => {
    expect(asked).toHaveLength(1);
  });
  page.rerender(<Template value="B {{id}}" />);
  await waitFor(() => {
    expect(asked).toHaveLength(2);
  });
  asked[1]?.answer(answer('{"text":"B 1.0"}'));
  asked[0]?.answer(answer('{"text":"A 1.0"}'));

  expect(await screen.findByText('B 1.0')).toBeVisible();
  expect(screen.queryByText('A 1.0')).toBeNull();
  expect(asked[0]?.signal.aborted).toBe(true);
  expect(asked[1]?.body).toBe('{"template":"B {{id}}","for":"text","record":{"id":1.0}}');
});

it('a template that is refused says so at its field', async () => {
  const asked = server();
  render(<Template value="{{nope id}}" />, { wrapper: Page });
  await waitFor(() => {
    expect(asked).toHaveLength(1);
  });
  asked[0]?.answer(
    answer('{"detail":"x","errors":[{"field":"template","code":"template","message":"No helper.","position":2}]}', 422),
  );

  expect(await screen.findByText('No helper.')).toBeVisible();
  const field = screen.getByRole('textbox', { name: 'Trace key' });
  await waitFor(() => {
    expect(field).toBeInvalid();
    expect(field).toHaveAccessibleDescription('No helper.');
  });
});

function Document({ initial, onProblem }: { initial: unknown; onProblem: (message: string | null) => void }) {
  const [value, setValue] = useState(initial);
  return (
    <>
      <JsonField label="Parameters" value={value} onChange={setValue} onProblem={onProblem} />
      <button
        onClick={() => {
          setValue({ other: true });
        }}
      >
        Another
      </button>
      <output>{stringifyExact(value)}</output>
    </>
  );
}

it('a document keeps its digits; a text that is none is said, and does not become the value', async () => {
  const onProblem = vi.fn();
  render(<Document initial={parseExact('{"a":12345678901234567890}')} onProblem={onProblem} />, { wrapper: Page });
  const field = await screen.findByRole('textbox', { name: 'Parameters' });
  expect(field).toHaveTextContent('{ "a": 12345678901234567890}');

  field.focus();
  await userEvent.keyboard('x');
  await waitFor(() => {
    expect(onProblem).toHaveBeenLastCalledWith(expect.stringContaining('"x" is no JSON value'));
  });
  expect(screen.getByRole('status')).toHaveTextContent('{"a":12345678901234567890}');

  await userEvent.click(screen.getByRole('button', { name: 'Another' }));
  await waitFor(() => {
    expect(field).toHaveTextContent('{ "other": true}');
  });
  expect(onProblem).toHaveBeenLastCalledWith(null);
});

import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ConnectionView } from '@/api/schema';
import { gorgiasForm, stored } from '@/test/gorgias';
import { ConnectionPane } from './ConnectionPane';

const gorgias = { key: 'gorgias', name: 'Gorgias', category: 'Customer support', description: 'The help desk.' };

/** What the server answers, by method and path, and what it was sent. */
const answers = new Map<string, () => Response>();
const sent: { to: string; body: unknown }[] = [];

beforeEach(() => {
  answers.clear();
  sent.length = 0;
  answers.set('GET /v1/applications', () => Response.json({ data: [gorgias], next: null }));
  answers.set('GET /v1/applications/gorgias', () => Response.json({ ...gorgias, form: gorgiasForm, operations: [] }));
  answers.set('GET /v1/connections', () => Response.json({ data: [], next: null }));
  vi.stubGlobal('fetch', async (request: Request) => {
    const to = `${request.method} ${new URL(request.url).pathname}`;
    const text = await request.text();
    sent.push({ to, body: text === '' ? null : (JSON.parse(text) as unknown) });
    const answer = answers.get(to);
    return answer === undefined ? Response.json({ code: 'not_found', detail: to }, { status: 404 }) : answer();
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

async function open(connection?: ConnectionView) {
  const onClose = vi.fn();
  const onSaved = vi.fn();
  const rootRoute = createRootRoute({
    component: () => <ConnectionPane opened onClose={onClose} onSaved={onSaved} connection={connection} />,
  });
  const router = createRouter({ routeTree: rootRoute, history: createMemoryHistory() });
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <RouterProvider router={router as never} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  await screen.findByRole('dialog');
  return { onClose, onSaved, user: userEvent.setup() };
}

async function openForm() {
  const opened = await open();
  await opened.user.click(await screen.findByRole('button', { name: 'Gorgias' }));
  await opened.user.type(screen.getByLabelText(/^Name/), 'Fuchsia');
  await opened.user.click(screen.getByRole('button', { name: 'Next' }));
  await screen.findByLabelText(/^Subdomain/);
  return opened;
}

const field = (label: RegExp) => screen.getByLabelText(label);

test('the form has the fields of the definition, with their help and what is required', async () => {
  await openForm();

  for (const { label, required, help } of gorgiasForm.filter(({ advanced }) => !advanced)) {
    const input = field(new RegExp(`^${label}`));
    expect(input).toHaveProperty('required', required);
    expect(input).toHaveAccessibleDescription(expect.stringContaining(help ?? '') as string);
  }

  expect(screen.getByText('.gorgias.com')).toBeVisible();
});

test('a pasted address becomes the subdomain', async () => {
  const { user } = await openForm();

  await user.click(field(/^Subdomain/));
  await user.paste('https://fuchsia.gorgias.com/app');

  expect(field(/^Subdomain/)).toHaveValue('fuchsia');
});

test('what is missing is told by its field, and nothing is sent', async () => {
  const { user } = await openForm();
  sent.length = 0;

  await user.click(screen.getByRole('button', { name: 'Test connection' }));

  expect(field(/^Password/)).toBeInvalid();
  expect(field(/^Password/)).toHaveAccessibleDescription(expect.stringContaining('Password is needed.') as string);
  expect(sent).toEqual([]);
});

test('a name that is taken is told before the form', async () => {
  answers.set('GET /v1/connections', () => Response.json({ data: [{ ...stored, name: 'FUCHSIA' }], next: null }));
  const { user } = await open();
  await user.click(await screen.findByRole('button', { name: 'Gorgias' }));
  await user.type(field(/^Name/), 'Fuchsia');
  await user.click(screen.getByRole('button', { name: 'Next' }));

  await waitFor(() => {
    expect(field(/^Name/)).toBeInvalid();
  });
  expect(screen.queryByLabelText(/^Subdomain/)).not.toBeInTheDocument();
});

test('a save whose test failed keeps the form, says why, and can go without the test', async () => {
  const test = { ok: false, code: 'unauthorized', message: 'Unauthorized.', latencyMs: 12 };
  answers.set('POST /v1/connections', () =>
    Response.json({ code: 'connection.test_failed', detail: 'No.', errors: [], test }, { status: 422 }),
  );
  const { user, onSaved } = await openForm();
  await user.type(field(/^Subdomain/), 'fuchsia');
  await user.type(field(/^Username/), 'ops@fuchsia.example');
  await user.type(field(/^Password/), 'secret');
  await user.click(screen.getByRole('button', { name: 'Save' }));

  expect(await screen.findByText('The connection does not work.')).toBeVisible();
  expect(field(/^Password/)).toHaveValue('secret');
  expect(onSaved).not.toHaveBeenCalled();

  answers.set('POST /v1/connections', () => Response.json(stored, { status: 201 }));
  await user.click(screen.getByRole('button', { name: 'Save without testing' }));

  await waitFor(() => {
    expect(onSaved).toHaveBeenCalledWith(stored);
  });
});

test('an untouched pane closes at once, a touched one asks', async () => {
  const { user, onClose } = await open();
  await user.click(await screen.findByRole('button', { name: 'Gorgias' }));
  await user.type(field(/^Name/), 'x');
  await user.keyboard('{Escape}');

  expect(onClose).not.toHaveBeenCalled();
  await user.click(screen.getByRole('button', { name: 'Keep editing' }));
  await user.clear(field(/^Name/));
  await user.click(screen.getByRole('button', { name: 'Cancel' }));

  expect(onClose).toHaveBeenCalledOnce();
});

test('an edit leaves the stored secret out, and shows by its field that it must be given again', async () => {
  answers.set('PATCH /v1/connections/conn_1', () =>
    Response.json(
      {
        code: 'secret_required_again',
        detail: 'Again.',
        errors: [{ field: 'settings.password', code: 'secret_required_again', message: 'Type it again.' }],
      },
      { status: 422 },
    ),
  );
  const { user } = await open(stored);
  const password = await screen.findByLabelText(/^Password/);
  expect(password).toHaveValue('');
  expect(password).not.toBeRequired();
  expect(password).toHaveAccessibleDescription(expect.stringContaining('The stored one is kept.') as string);

  await user.clear(field(/^Subdomain/));
  await user.type(field(/^Subdomain/), 'other');
  await user.click(screen.getByRole('button', { name: 'Save' }));

  await waitFor(() => {
    expect(password).toHaveAccessibleDescription(expect.stringContaining('Type it again.') as string);
  });
  expect(sent.at(-1)?.body).toMatchObject({ settings: { subdomain: 'other', username: 'ops@fuchsia.example' } });
  expect(JSON.stringify(sent.at(-1)?.body)).not.toContain('password');
});

import { MantineProvider, TextInput } from '@mantine/core';
import {
  createBrowserHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { FormPane } from './FormPane';

beforeEach(() => {
  window.history.replaceState(null, '', '/');
});

async function open({ dirty, busy = false }: { dirty: boolean; busy?: boolean }) {
  const onClose = vi.fn();
  const rootRoute = createRootRoute();
  const first = createRoute({
    getParentRoute: () => rootRoute,
    path: '/',
    component: () => (
      <FormPane
        opened
        title="Create thing"
        formId="thing"
        busy={busy}
        dirty={dirty}
        error={null}
        onSave={vi.fn()}
        onClose={onClose}
      >
        <TextInput label="Name" />
      </FormPane>
    ),
  });
  const other = createRoute({ getParentRoute: () => rootRoute, path: '/other', component: () => <p>Elsewhere</p> });
  const router = createRouter({ routeTree: rootRoute.addChildren([first, other]), history: createBrowserHistory() });
  render(
    <MantineProvider env="test">
      <RouterProvider router={router as never} />
    </MantineProvider>,
  );
  await screen.findByRole('dialog', { name: 'Create thing' });
  const leave = () =>
    act(async () => {
      void router.navigate({ to: '/other' as never });
      await Promise.resolve();
    });
  return { onClose, leave, user: userEvent.setup() };
}

test('going to another page asks before what was typed is lost', async () => {
  const { leave, onClose, user } = await open({ dirty: true });
  await leave();
  expect(await screen.findByRole('dialog', { name: 'Discard what you have typed?' })).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Keep editing' }));
  expect(onClose).not.toHaveBeenCalled();
  expect(screen.queryByText('Elsewhere')).toBeNull();

  await leave();
  await user.click(await screen.findByRole('button', { name: 'Discard' }));
  expect(await screen.findByText('Elsewhere')).toBeVisible();
});

test('closing the tab asks too', async () => {
  await open({ dirty: true });
  const closing = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(closing);
  expect(closing.defaultPrevented).toBe(true);
});

test('nothing typed, nothing asked', async () => {
  const { leave } = await open({ dirty: false });
  await leave();
  expect(await screen.findByText('Elsewhere')).toBeVisible();
});

test('a save may lead to another page', async () => {
  const { leave } = await open({ dirty: true, busy: true });
  await leave();
  expect(await screen.findByText('Elsewhere')).toBeVisible();
});

import { expect, test, vi } from 'vitest';
import type { RunView } from '@/api/schema';
import { RunStore } from './runStore';

const run = (read: number, written: number) =>
  ({
    id: 'run_1',
    status: 'running',
    steps: [
      { id: 'tickets', read, success: read, error: 0, ignored: 0, requests: 1 },
      { id: 'write', read: written, success: written, error: 0, ignored: 0, requests: 0 },
    ],
  }) as unknown as RunView;

test('a step whose counts stay hears nothing new', () => {
  const store = new RunStore();
  store.set(run(100, 0));
  const [tickets, write] = [store.countsOf('tickets'), store.countsOf('write')];
  const listener = vi.fn();
  store.subscribe(listener);

  store.set(run(200, 0));

  expect(listener).toHaveBeenCalledOnce();
  expect(store.countsOf('write')).toBe(write);
  expect(store.countsOf('tickets')).not.toBe(tickets);
  expect(store.countsOf('gone')).toBeUndefined();
});

import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useEventStream } from './useEventStream';

class FakeSource extends EventTarget {
  static readonly CLOSED = 2;
  static all: FakeSource[] = [];
  readyState = 1;

  constructor(readonly url: string) {
    super();
    FakeSource.all.push(this);
  }

  close() {
    this.readyState = FakeSource.CLOSED;
  }

  tell(data: unknown) {
    this.dispatchEvent(new MessageEvent('run', { data: JSON.stringify(data) }));
  }

  refuse() {
    this.readyState = FakeSource.CLOSED;
    this.dispatchEvent(new Event('error'));
  }
}

let seen: DocumentVisibilityState = 'visible';

function look(now: DocumentVisibilityState) {
  seen = now;
  act(() => {
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

const open = () => FakeSource.all.filter(({ readyState }) => readyState !== FakeSource.CLOSED);

beforeEach(() => {
  seen = 'visible';
  FakeSource.all = [];
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', FakeSource);
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => seen);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function listen(onEvent: (data: { n: number }) => boolean | undefined = () => undefined) {
  const onRest = vi.fn();
  const ask = vi.fn(() => Promise.resolve(true));
  const { unmount } = renderHook(() => {
    useEventStream('/v1/events', { event: 'run', onEvent, onRest, ask });
  });
  return { onRest, ask, unmount };
}

test('A page that nobody looks at holds no stream, and has one again when it is looked at', () => {
  const heard: number[] = [];
  const { onRest } = listen(({ n }) => {
    heard.push(n);
    return undefined;
  });
  open()[0]?.tell({ n: 1 });

  look('hidden');
  expect(open()).toHaveLength(0);
  expect(onRest).toHaveBeenCalledOnce();

  look('visible');
  expect(open()).toHaveLength(1);
  open()[0]?.tell({ n: 2 });
  expect(heard).toEqual([1, 2]);
});

test('A page that is opened out of sight begins to listen when it is looked at', () => {
  seen = 'hidden';
  listen();
  expect(FakeSource.all).toHaveLength(0);
  look('visible');
  expect(open()).toHaveLength(1);
});

test('A stream that has told everything is not opened again', () => {
  listen(() => true);
  open()[0]?.tell({ n: 1 });
  expect(open()).toHaveLength(0);
  look('hidden');
  look('visible');
  expect(open()).toHaveLength(0);
});

test('A refused stream asks in the ordinary way before it is opened again', async () => {
  const { ask } = listen();
  open()[0]?.refuse();
  await act(() => vi.advanceTimersByTimeAsync(5_000));
  expect(ask).toHaveBeenCalledOnce();
  expect(open()).toHaveLength(1);
});

test('An answer that comes after the page went out of sight opens nothing', async () => {
  const { ask } = listen();
  let answer: (may: boolean) => void = () => undefined;
  ask.mockImplementation(() => new Promise<boolean>((resolve) => (answer = resolve)));
  open()[0]?.refuse();
  await act(() => vi.advanceTimersByTimeAsync(5_000));
  look('hidden');
  await act(async () => {
    answer(true);
    await Promise.resolve();
  });
  expect(open()).toHaveLength(0);
});

test('A page that is left closes its stream', () => {
  const { unmount } = listen();
  unmount();
  expect(open()).toHaveLength(0);
});

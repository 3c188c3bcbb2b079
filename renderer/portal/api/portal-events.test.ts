import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EventStream } from './portal-events.ts';
import { listenToPortal } from './portal-events.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(1);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function listen() {
  const streams: (EventStream & { readyState: number; closed: boolean })[] = [];
  const listener = { onEvent: vi.fn(), onOpen: vi.fn(), onBroken: vi.fn() };
  const stop = listenToPortal(() => {
    const stream = {
      readyState: 0,
      closed: false,
      onopen: null,
      onerror: null,
      onmessage: null,
      close: () => {
        stream.closed = true;
      },
    };
    streams.push(stream);
    return stream;
  }, listener);
  return { streams, listener, stop };
}
const message = (data: string): MessageEvent => new MessageEvent('message', { data });

test('events are read, and what is none is passed over', () => {
  const { streams, listener } = listen();
  streams[0]?.onmessage?.(message('{"event":"computer","cmId":"ACMEPC001"}'));
  streams[0]?.onmessage?.(message('{"event":"computer","cmId":"<script>"}'));
  streams[0]?.onmessage?.(message('not JSON'));
  expect(listener.onEvent.mock.calls).toEqual([[{ event: 'computer', cmId: 'ACMEPC001' }]]);
});

test('a stream that the browser gave up is opened again, ever more slowly, and at once quickly after a good one', () => {
  const { streams, listener } = listen();
  const giveUp = (): void => {
    const stream = streams.at(-1);
    if (stream) stream.readyState = 2;
    stream?.onerror?.(new Event('error'));
  };
  giveUp();
  vi.advanceTimersByTime(1000);
  expect(streams).toHaveLength(2);
  giveUp();
  vi.advanceTimersByTime(1999);
  expect(streams).toHaveLength(2);
  vi.advanceTimersByTime(1);
  expect(streams).toHaveLength(3);
  streams.at(-1)?.onopen?.(new Event('open'));
  giveUp();
  vi.advanceTimersByTime(1000);
  expect(streams).toHaveLength(4);
  expect(listener.onBroken).toHaveBeenCalledTimes(3);
  expect(listener.onOpen).toHaveBeenCalledTimes(1);
});

test('a stream that the browser opens again by itself is left to it', () => {
  const { streams, listener } = listen();
  streams[0]?.onerror?.(new Event('error'));
  vi.advanceTimersByTime(60_000);
  expect(streams).toHaveLength(1);
  expect(listener.onBroken).toHaveBeenCalledTimes(1);
});

test('after the end nothing calls back and nothing is opened', () => {
  const { streams, listener, stop } = listen();
  if (streams[0]) streams[0].readyState = 2;
  streams[0]?.onerror?.(new Event('error'));
  stop();
  vi.advanceTimersByTime(60_000);
  expect(streams).toHaveLength(1);
  expect(streams[0]).toMatchObject({ closed: true, onmessage: null });
  expect(listener.onBroken).toHaveBeenCalledTimes(1);
});

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PortalEvent } from '#shared/portal-api.ts';
import { listenToPortal } from './portal-events.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(1);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

class Stream extends EventTarget {
  readyState = 0;
  closed = false;

  close(): void {
    this.closed = true;
  }
  /** The browser gives the stream up. */
  fail(): void {
    this.readyState = 2;
    this.dispatchEvent(new Event('error'));
  }
  tell(data: string): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

function listen() {
  const streams: Stream[] = [];
  const events: PortalEvent[] = [];
  const told: string[] = [];
  const stop = listenToPortal(
    () => {
      const stream = new Stream();
      streams.push(stream);
      return stream as unknown as EventSource;
    },
    {
      onEvent: (event) => events.push(event),
      onOpen: () => told.push('open'),
      onBroken: () => told.push('broken'),
    },
  );
  return { streams, events, told, stop };
}

test('events are read, and what is none is passed over', () => {
  const { streams, events } = listen();
  streams[0]!.tell('{"event":"computer","cmId":"ACMEPC001"}');
  streams[0]!.tell('{"event":"computer","cmId":"<script>"}');
  streams[0]!.tell('not JSON');
  expect(events).toEqual([{ event: 'computer', cmId: 'ACMEPC001' }]);
});

test('a stream that the browser gave up is opened again, ever more slowly, and quickly again after a good one', () => {
  const { streams, told } = listen();
  streams[0]!.fail();
  vi.advanceTimersByTime(1000);
  expect(streams).toHaveLength(2);
  streams[1]!.fail();
  vi.advanceTimersByTime(1999);
  expect(streams).toHaveLength(2);
  vi.advanceTimersByTime(1);
  expect(streams).toHaveLength(3);
  streams[2]!.dispatchEvent(new Event('open'));
  streams[2]!.fail();
  vi.advanceTimersByTime(1000);
  expect(streams).toHaveLength(4);
  expect(told).toEqual(['broken', 'broken', 'open', 'broken']);
});

test('a stream that the browser opens again by itself is left to it', () => {
  const { streams, told } = listen();
  streams[0]!.dispatchEvent(new Event('error'));
  vi.advanceTimersByTime(60_000);
  expect(streams).toHaveLength(1);
  expect(told).toEqual(['broken']);
});

test('after the end nothing calls back and nothing is opened', () => {
  const { streams, events, told, stop } = listen();
  streams[0]!.fail();
  stop();
  vi.advanceTimersByTime(60_000);
  streams[0]!.tell('{"event":"computer","cmId":"ACMEPC001"}');
  expect(streams).toHaveLength(1);
  expect(streams[0]!.closed).toBe(true);
  expect(events).toEqual([]);
  expect(told).toEqual(['broken']);
});

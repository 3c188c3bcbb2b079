import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { WindowBridge } from '#shared/ipc.ts';
import type { MessageQuery, MessageRow } from '#shared/outbox-view.ts';
import { messageList } from './message-list.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A folder with so many rows, newest first; the newest has the highest number. */
const bridgeWith = (count: number) => {
  const asked: MessageQuery[] = [];
  const listeners = new Set<() => void>();
  const state = { count, failing: false };
  const bridge = {
    call: async (_channel: string, query: MessageQuery) => {
      asked.push(query);
      if (state.failing) throw new Error('The agent is stopping.');
      const newest = query.before === undefined ? state.count : Number(query.before) - 1;
      const rows = Array.from({ length: Math.min(query.limit, newest) }, (_, at) => ({
        id: `${newest - at}`,
      }));
      return { rows: rows as MessageRow[], total: state.count, more: newest > query.limit };
    },
    on: (_event: string, listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const change = (): void => {
    for (const listener of listeners) listener();
  };
  return { bridge: bridge as unknown as WindowBridge, asked, listeners, state, change };
};

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1000);
const ids = (list: ReturnType<typeof messageList>): string[] =>
  list.get().value?.rows.map((row) => row.id) ?? [];

test('the first page comes when somebody looks, and older rows when they are asked for', async () => {
  const { bridge, asked } = bridgeWith(450);
  const list = messageList(bridge, 'all', 'disk');
  expect(asked).toEqual([]);
  list.subscribe(() => undefined);
  await settle();
  expect(asked).toEqual([{ folder: 'all', search: 'disk', limit: 200 }]);
  expect(list.get().value).toMatchObject({ total: 450, more: true });
  await list.loadMore();
  await list.loadMore();
  expect(ids(list)).toHaveLength(450);
  expect(new Set(ids(list)).size).toBe(450);
  expect(list.get().value?.more).toBe(false);
  const before = asked.length;
  await list.loadMore();
  expect(asked).toHaveLength(before);
});

test('many changes at once are asked for once, and as many rows as were shown come again', async () => {
  const { bridge, asked, state, change } = bridgeWith(900);
  const list = messageList(bridge, 'all', '');
  list.subscribe(() => undefined);
  await settle();
  await list.loadMore();
  asked.length = 0;
  state.count = 905;
  for (let times = 0; times < 50; times += 1) change();
  await settle();
  expect(asked).toEqual([{ folder: 'all', search: '', limit: 400 }]);
  expect(ids(list)[0]).toBe('905');
  expect(ids(list)).toHaveLength(400);
});

test('when nobody looks any more, nothing is asked and nothing is listened to', async () => {
  const { bridge, asked, listeners, change } = bridgeWith(3);
  const list = messageList(bridge, 'all', '');
  const stop = list.subscribe(() => undefined);
  await settle();
  change();
  stop();
  asked.length = 0;
  await settle();
  expect(asked).toEqual([]);
  expect(listeners.size).toBe(0);
});

test('a failure is told, and what was known stays', async () => {
  const { bridge, state, change } = bridgeWith(3);
  const list = messageList(bridge, 'all', '');
  list.subscribe(() => undefined);
  await settle();
  state.failing = true;
  change();
  await settle();
  expect(list.get().failure).toBe('The agent is stopping.');
  expect(ids(list)).toEqual(['3', '2', '1']);
});

import { expect, test } from 'vitest';
import type { WindowBridge } from '#shared/ipc.ts';
import { followEvent } from './live.ts';

const bridgeWith = () => {
  const listeners: ((value: never) => void)[] = [];
  const bridge = { on: (_event: string, listener: (value: never) => void) => listeners.push(listener) };
  const send = (value: string): void => {
    for (const listener of listeners) listener(value as never);
  };
  return { bridge: bridge as unknown as WindowBridge, send };
};

test('the first value stands until an event comes, and listeners hear of each', async () => {
  const { bridge, send } = bridgeWith();
  const live = await followEvent(bridge, 'openPage', Promise.resolve('general'));
  expect(live.get()).toBe('general');
  let heard = 0;
  const stop = live.subscribe(() => {
    heard += 1;
  });
  send('http');
  stop();
  send('messages');
  expect([live.get(), heard]).toEqual(['messages', 1]);
});

test('an event that comes before the first value is newer and wins', async () => {
  const { bridge, send } = bridgeWith();
  const asking = followEvent(bridge, 'openPage', Promise.resolve('general'));
  send('messages');
  expect((await asking).get()).toBe('messages');
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Identity } from '../presence/identity.ts';
import { createKeptLog } from '../store/temporary-store.double.ts';
import { transportError } from '../transports/errors.ts';
import type { TransportCode } from '../transports/errors.ts';
import type { Sent } from '../transports/transport.ts';
import { createVirtualClock } from '../virtual-clock.double.ts';
import type { VirtualClock } from '../virtual-clock.double.ts';
import { createDispatcher } from './dispatcher.ts';
import type { Dispatcher, Path } from './dispatcher.ts';
import { notification, openTemporaryOutbox } from './temporary-outbox.double.ts';
import type { TemporaryOutbox } from './temporary-outbox.double.ts';

/** An identity whose envelopes are the id alone: what is tested here is the way, not the seal. */
const openIdentity = (): Identity => ({
  cmId: 'ACMEPC001',
  epoch: 1,
  serverId: 'CMS-AAAAAAAAAAAAAAAA',
  seal: async ({ id }) => Buffer.from(id),
  open: async () => {
    throw new Error('not used here');
  },
});

/** A carrier that does what the test says with each id. */
type Behaviour = (id: string, signal: AbortSignal) => Promise<Sent>;
const answered: Behaviour = async (id) => ({ kind: 'answered', envelopes: [Buffer.from(id)] });
const failing =
  (code: TransportCode, retryAfter?: number): Behaviour =>
  async () => {
    throw transportError(code, undefined, retryAfter);
  };

let clock: VirtualClock;
let opened: TemporaryOutbox;
let dispatcher: Dispatcher;
let identity: Identity | undefined;
let held: string | undefined;
let behaviours: Record<string, Behaviour>;
let tried: string[];

const pathOf = (name: string): Path => ({
  name,
  transport: {
    kind: name.toLowerCase(),
    send: (envelope, signal) => {
      tried.push(`${name} ${titleOf(Buffer.from(envelope).toString())}`);
      return behaviours[name]!(Buffer.from(envelope).toString(), signal);
    },
  },
});
const titleOf = (id: string): string => opened.outbox.message(id)?.row.title ?? '?';
const stateOf = (id: string): string | undefined => opened.outbox.message(id)?.row.state;

beforeEach(() => {
  clock = createVirtualClock(Date.UTC(2026, 0, 1));
  opened = openTemporaryOutbox(clock);
  identity = openIdentity();
  held = undefined;
  behaviours = { HTTP: answered };
  tried = [];
  dispatcher = createDispatcher({
    queue: opened.outbox.queue,
    paths: () => Object.keys(behaviours).map(pathOf),
    identity: () => identity,
    deliver: (envelope, path) =>
      opened.outbox.confirm(
        { items: [{ id: Buffer.from(envelope).toString(), outcome: 'kept' }], at: 1 },
        path,
      ),
    held: () => held,
    onChange: () => undefined,
    clock,
    random: () => 0.5,
    log: createKeptLog(),
  });
  opened.onChange = dispatcher.wake;
});
afterEach(async () => {
  await dispatcher.stop();
  await opened.remove();
});

/** Lets everything that is ready happen. */
const settle = (): Promise<void> => clock.advance(0);

/** Waits until so many messages are confirmed; time stands still meanwhile. */
const confirmed = async (count: number): Promise<void> => {
  while ((opened.outbox.counts().counts.confirmed ?? 0) < count) await settle();
};

test('what is enqueued goes at once and is confirmed by its receipt', async () => {
  dispatcher.start();
  const id = await opened.outbox.enqueue(notification('a'));
  await settle();
  expect(stateOf(id)).toBe('confirmed');
  expect(dispatcher.pathStatus()).toMatchObject([{ name: 'HTTP', kind: 'http', state: 'ok' }]);
});

test('many messages go a few at a time, each once', async () => {
  let underWay = 0;
  let most = 0;
  behaviours['HTTP'] = async (id, signal) => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((resolve) => setImmediate(resolve));
    underWay -= 1;
    return answered(id, signal);
  };
  await Promise.all(Array.from({ length: 50 }, (_, n) => opened.outbox.enqueue(notification(`${n}`))));
  dispatcher.start();
  await confirmed(50);
  expect(tried).toHaveLength(50);
  expect(most).toBe(4);
});

describe('nothing is sent', () => {
  test('before the computer is registered', async () => {
    identity = undefined;
    dispatcher.start();
    await opened.outbox.enqueue(notification('early'));
    await settle();
    expect(tried).toEqual([]);
    expect(dispatcher.whyWaiting()).toContain('not registered');
    identity = openIdentity();
    dispatcher.wake();
    await settle();
    expect(tried).toEqual(['HTTP early']);
  });

  test('while it is held, and without a path', async () => {
    held = 'The agent is paused.';
    dispatcher.start();
    await opened.outbox.enqueue(notification('x'));
    await settle();
    expect(dispatcher.whyWaiting()).toBe('The agent is paused.');
    held = undefined;
    behaviours = {};
    dispatcher.wake();
    await settle();
    expect(tried).toEqual([]);
    expect(dispatcher.whyWaiting()).toContain('No way of sending');
  });
});

describe('a path in trouble', () => {
  test('only one message finds out whether it works again; then all go', async () => {
    behaviours['HTTP'] = failing('refused');
    await Promise.all(Array.from({ length: 10 }, (_, n) => opened.outbox.enqueue(notification(`${n}`))));
    dispatcher.start();
    await settle();
    expect(tried).toHaveLength(4);
    expect(dispatcher.pathStatus()[0]).toMatchObject({ state: 'failing', nextTry: clock.now() + 500 });
    expect(dispatcher.whyWaiting()).toContain('Nothing listens');
    await clock.advance(500);
    expect(tried).toHaveLength(5);
    behaviours['HTTP'] = answered;
    await clock.advance(1000);
    await confirmed(10);
    expect(dispatcher.pathStatus()[0]?.state).toBe('ok');
  });

  test('the server being away for hours costs few tries, and every message survives', async () => {
    behaviours['HTTP'] = failing('refused');
    await Promise.all(Array.from({ length: 10 }, (_, n) => opened.outbox.enqueue(notification(`${n}`))));
    dispatcher.start();
    await clock.advance(6 * 3_600_000);
    expect(tried.length).toBeLessThan(180);
    expect(tried.length).toBeGreaterThan(120);
    behaviours['HTTP'] = answered;
    await clock.advance(5 * 60_000);
    await confirmed(10);
  });

  test('waits as long as the server asked', async () => {
    behaviours['HTTP'] = failing('busy', 120_000);
    await opened.outbox.enqueue(notification('x'));
    dispatcher.start();
    await clock.advance(119_000);
    expect(tried).toHaveLength(1);
    await clock.advance(1000);
    expect(tried).toHaveLength(2);
  });

  test('hurry tries at once', async () => {
    behaviours['HTTP'] = failing('busy', 3_600_000);
    await opened.outbox.enqueue(notification('x'));
    dispatcher.start();
    await settle();
    behaviours['HTTP'] = answered;
    await dispatcher.hurry();
    await settle();
    expect(opened.outbox.counts().counts.confirmed).toBe(1);
  });

  test('an answer without a receipt is no delivery', async () => {
    behaviours['HTTP'] = async () => ({ kind: 'answered', envelopes: [] });
    const id = await opened.outbox.enqueue(notification('x'));
    dispatcher.start();
    await settle();
    expect(opened.outbox.message(id)?.row.state).toBe('waiting');
    expect(opened.outbox.message(id)?.row.why).toContain('without a receipt');
  });
});

describe('one bad message', () => {
  test('that the server stumbles over does not hold up the others', async () => {
    behaviours['HTTP'] = (id, signal) =>
      titleOf(id) === 'bad' ? failing('serverError')(id, signal) : answered(id, signal);
    const bad = await opened.outbox.enqueue(notification('bad'));
    await Promise.all(Array.from({ length: 30 }, (_, n) => opened.outbox.enqueue(notification(`${n}`))));
    dispatcher.start();
    await clock.advance(60_000);
    await confirmed(30);
    expect(stateOf(bad)).toBe('waiting');
  });

  test('that is too large for the server fails for good and says so', async () => {
    behaviours['HTTP'] = failing('tooLarge');
    const id = await opened.outbox.enqueue(notification('large'));
    dispatcher.start();
    await settle();
    expect(opened.outbox.message(id)?.row.state).toBe('failed');
    expect(opened.outbox.message(id)?.row.why).toContain('no message of this size');
    expect(dispatcher.pathStatus()[0]?.state).toBe('ok');
  });
});

describe('two paths', () => {
  test('the second takes over at once where the first fails', async () => {
    behaviours = { HTTP: failing('refused'), 'SMTP 1': answered };
    const id = await opened.outbox.enqueue(notification('x'));
    dispatcher.start();
    await settle();
    expect(tried).toEqual(['HTTP x', 'SMTP 1 x']);
    expect(opened.outbox.message(id)?.row).toMatchObject({ state: 'confirmed', path: 'SMTP 1' });
  });

  test('a carrier that took it is waited for, and it goes again when no receipt comes', async () => {
    behaviours = { 'SMTP 1': async () => ({ kind: 'accepted', by: 'mail.example.com' }) };
    const id = await opened.outbox.enqueue(notification('mail'));
    dispatcher.start();
    await settle();
    expect(stateOf(id)).toBe('sent');
    await clock.advance(3_599_000);
    expect(tried).toHaveLength(1);
    await clock.advance(1000);
    expect(tried).toHaveLength(2);
  });
});

test('stop calls off what is under way; it waits on and nothing calls back', async () => {
  behaviours['HTTP'] = (_id, signal) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(transportError('stopped')));
    });
  const id = await opened.outbox.enqueue(notification('x'));
  dispatcher.start();
  await settle();
  expect(stateOf(id)).toBe('sending');
  await dispatcher.stop();
  expect(opened.outbox.message(id)?.row).toMatchObject({ state: 'waiting', attempts: 0 });
  await clock.advance(3_600_000);
  expect(tried).toHaveLength(1);
});

test('a disk that refuses receipts loses nothing and does not hammer the server', async () => {
  const { store } = opened.temporary;
  const id = await opened.outbox.enqueue(notification('x'));
  dispatcher.start();
  store.prepare('PRAGMA query_only = 1').run();
  await clock.advance(60_000);
  expect(tried.length).toBeLessThan(20);
  expect(opened.outbox.problems().map(({ code }) => code)).toEqual(['readOnly']);
  store.prepare('PRAGMA query_only = 0').run();
  await clock.advance(5 * 60_000);
  expect(stateOf(id)).toBe('confirmed');
  expect(opened.outbox.problems()).toEqual([]);
});

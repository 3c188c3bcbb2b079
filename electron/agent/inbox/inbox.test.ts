import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { confirmationSchema } from '#shared/protocol/messages.ts';
import type { Confirmation } from '#shared/protocol/messages.ts';
import type { CommandPermission } from '#shared/protocol/permissions.ts';
import { outgoingDefaults } from '#shared/settings/outgoing.ts';
import { parseBoundedJson } from '#shared/wire/bounded-json.ts';
import { newId } from '#shared/wire/id.ts';
import { generateKeyPair } from '#shared/wire/keys.ts';
import type { Log } from '../host.ts';
import { createArchive } from '../commands/archive.ts';
import { createOutbox } from '../outbox/outbox.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { identityOf } from '../presence/identity.ts';
import type { Identity } from '../presence/identity.ts';
import { silentLog } from '../silent-log.double.ts';
import { openStore } from '../store/store.ts';
import type { Store } from '../store/store.ts';
import { createVirtualClock } from '../virtual-clock.double.ts';
import type { VirtualClock } from '../virtual-clock.double.ts';
import { createCmServer } from './cm-server.double.ts';
import type { CmServer } from './cm-server.double.ts';
import { createInbox } from './inbox.ts';
import type { Inbox } from './inbox.ts';

const hour = 3_600_000;
const task = { taskId: 'descript' };

interface World {
  store: Store;
  outbox: Outbox;
  clock: VirtualClock;
  server: CmServer;
  inbox: Inbox;
  identity: Identity | undefined;
  forbidden: CommandPermission[];
  /** Ids that were acknowledged, call by call. */
  receipts: string[][];
  accepted: number;
  loud: string[];
  states(): Record<string, string>;
  confirmations(): Confirmation[];
  /** Gives the inbox's receipts their turn. */
  turn(): Promise<void>;
  deliver(bytes: Uint8Array): Promise<void>;
}

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const newFolder = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'inbox-'));
  open.push(async () => rmSync(folder, { recursive: true }));
  return folder;
};

const createWorld = async (
  folder = newFolder(),
  clock = createVirtualClock(Date.UTC(2026, 10, 20)),
  server = createCmServer(() => clock.now()),
): Promise<World> => {
  const log: Log = { ...silentLog, warn: (words) => world.loud.push(words) };
  const store = openStore(path.join(folder, 'agent.db'), log, clock);
  const outbox = createOutbox({
    store,
    clock,
    log,
    settings: () => outgoingDefaults,
    onChange: () => {},
    whyWaiting: () => undefined,
  });
  const inbox = createInbox({
    store,
    outbox,
    clock,
    identity: () => world.identity,
    trustedNow: () => clock.now(),
    forbidden: () => world.forbidden,
    log,
    onAccepted: () => {
      world.accepted += 1;
    },
    sendReceipt: (ids) => world.receipts.push(ids),
  });
  const rows = store.prepare<{ id: string; state: string }>('SELECT id, state FROM commands ORDER BY rowid');
  const messages = store.prepare<{ body: Uint8Array }>(
    "SELECT body FROM messages WHERE class = 'confirmation' ORDER BY sequence",
  );
  const world: World = {
    store,
    outbox,
    clock,
    server,
    inbox,
    identity: identityOf(server.record),
    forbidden: [],
    receipts: [],
    accepted: 0,
    loud: [],
    states: () => Object.fromEntries(rows.all().map(({ id, state }) => [id, state])),
    confirmations: () => messages.all().map(({ body }) => confirmationSchema.parse(parseBoundedJson(body))),
    turn: () => clock.advance(100),
    deliver: (bytes) => inbox.deliver(bytes, 'HTTP'),
  };
  open.unshift(async () => {
    inbox.stop();
    await outbox.stop();
    await store.close();
  });
  await inbox.start();
  return world;
};

describe('a command', () => {
  test('is on disk before its delivery is done, is acknowledged, and starts the work', async () => {
    const world = await createWorld();
    const { id, bytes } = await world.server.command('runTask', task);
    await world.deliver(bytes);
    expect(world.states()).toEqual({ [id]: 'received' });
    await world.turn();
    expect(world.receipts).toEqual([[id]]);
    expect(world.accepted).toBe(1);
    expect(world.confirmations()).toEqual([]);
  });

  test('that comes by four paths at once is accepted once and acknowledged together', async () => {
    const world = await createWorld();
    const { id, bytes } = await world.server.command('runTask', task);
    await Promise.all(
      ['HTTP', 'WebSocket', 'POP3', 'Shared folder'].map((by) => world.inbox.deliver(bytes, by)),
    );
    await world.turn();
    expect(world.states()).toEqual({ [id]: 'received' });
    expect(world.receipts).toEqual([[id]]);
    expect(world.accepted).toBe(1);
  });

  test('sealed anew for another path is still the same command', async () => {
    const world = await createWorld();
    const first = await world.server.command('runTask', task);
    const second = await world.server.command('runTask', task, { header: { id: first.id, sequence: 1 } });
    await world.deliver(first.bytes);
    await world.deliver(second.bytes);
    expect(world.accepted).toBe(1);
  });

  test('that comes again, also after a restart and after it has ended, is only acknowledged again', async () => {
    const folder = newFolder();
    const world = await createWorld(folder);
    const { id, bytes } = await world.server.command('nonsense');
    await world.deliver(bytes);
    await world.turn();
    for (const close of open.splice(0, 1)) await close();
    const again = await createWorld(folder, world.clock, world.server);
    await again.deliver(bytes);
    await again.turn();
    expect(again.receipts).toEqual([[id]]);
    expect(again.accepted).toBe(0);
    expect(again.confirmations()).toHaveLength(1);
  });

  test('one that was overtaken by a later one is accepted too, and the server order is kept', async () => {
    const world = await createWorld();
    const sent = await Promise.all([1, 2, 3].map(() => world.server.command('runTask', task)));
    for (const { bytes } of sent.toReversed()) await world.deliver(bytes);
    expect(Object.values(world.states())).toEqual(['received', 'received', 'received']);
    expect(createArchive(world.store).next([], 'notOf')?.id).toBe(sent[0]?.id);
  });
});

describe('refused with a reason, in exactly one confirmation', () => {
  test.each([
    ['an unknown kind', 'formatDisk', {}, 'does not know the command "formatDisk"'],
    ['wrong arguments', 'runTask', { taskId: 7 }, 'wrong at taskId'],
    ['arguments too many', 'listProcesses', { as: 'root' }, 'are wrong'],
    ['a name of the language itself', 'constructor', {}, 'does not know'],
  ])('%s', async (_, kind, args, reason) => {
    const world = await createWorld();
    const { id, bytes } = await world.server.command(kind, args);
    await world.deliver(bytes);
    await world.deliver(bytes);
    expect(world.states()).toEqual({ [id]: 'refused' });
    const [confirmation, ...others] = world.confirmations();
    expect(confirmation).toMatchObject({
      commandId: id,
      kind,
      state: 'refused',
      receivedAt: world.clock.now(),
    });
    expect(confirmation?.reason).toContain(reason);
    expect(others).toEqual([]);
  });

  test('what local policy forbids', async () => {
    const world = await createWorld();
    world.forbidden = ['restart'];
    const restart = await world.server.command('restartAgent');
    const list = await world.server.command('listProcesses');
    await world.deliver(restart.bytes);
    await world.deliver(list.bytes);
    expect(world.states()).toEqual({ [restart.id]: 'refused', [list.id]: 'received' });
    expect(world.confirmations()[0]?.reason).toContain('policy');
  });

  test('a body that cannot be read', async () => {
    const world = await createWorld();
    await world.deliver(await world.server.seal('no command', { header: { sequence: 1 } }));
    await world.deliver(await world.server.seal(Buffer.from('{{{'), { header: { sequence: 2 } }));
    await world.deliver(
      await world.server.seal(Buffer.from('['.repeat(60) + ']'.repeat(60)), { header: { sequence: 3 } }),
    );
    expect(world.confirmations().map(({ kind, state }) => [kind, state])).toEqual([
      ['unreadable', 'refused'],
      ['unreadable', 'refused'],
      ['unreadable', 'refused'],
    ]);
  });

  test('one that came too late is confirmed as expired', async () => {
    const world = await createWorld();
    const { id, bytes } = await world.server.command('listProcesses');
    await world.clock.advance(2 * hour);
    await world.deliver(bytes);
    expect(world.states()).toEqual({ [id]: 'expired' });
    expect(world.confirmations()).toMatchObject([{ commandId: id, state: 'expired' }]);
  });
});

describe('dropped: nothing is stored, nothing is answered, the carrier may forget it', () => {
  const nothingCameOf = async (world: World): Promise<void> => {
    await world.turn();
    expect(world.states()).toEqual({});
    expect([world.receipts, world.confirmations(), world.accepted]).toEqual([[], [], 0]);
  };

  test('what another key signed, what is for another computer, what another server wrote', async () => {
    const world = await createWorld();
    const stranger = generateKeyPair('Ed25519');
    const otherServer = createCmServer(() => world.clock.now());
    const own = world.server.record.sealing.publicKey;
    await world.deliver((await world.server.command('listProcesses', {}, { signer: stranger })).bytes);
    await world.deliver(
      (await world.server.command('listProcesses', {}, { header: { to: 'ACMEPC002' } })).bytes,
    );
    await world.deliver((await otherServer.command('listProcesses')).bytes);
    await world.deliver((await otherServer.command('listProcesses', {}, { recipient: own })).bytes);
    await world.deliver(
      (await world.server.command('listProcesses', {}, { header: { from: 'ACMEPC001' } })).bytes,
    );
    await nothingCameOf(world);
    expect(world.inbox.dropped()).toEqual({ unknownSigner: 2, notForUs: 3 });
  });

  test('every copy with one altered byte', { timeout: 60_000 }, async () => {
    const world = await createWorld();
    const { bytes } = await world.server.command('listProcesses');
    for (let at = 0; at < bytes.length; at += 1) {
      const altered = Buffer.from(bytes);
      altered[at]! ^= 1 << (at % 8);
      await world.deliver(altered);
    }
    await nothingCameOf(world);
    const dropped = Object.values(world.inbox.dropped()).reduce((sum, count) => sum + count, 0);
    expect(dropped).toBe(bytes.length);
    expect(world.loud.length).toBeLessThanOrEqual(5);
  });

  test('HTML, nothing at all, and classes that do not come this way', async () => {
    const world = await createWorld();
    await world.deliver(Buffer.from('<html>200 OK, sign in to the hotel</html>'.repeat(9)));
    await world.deliver(Buffer.alloc(0));
    for (const name of ['registered', 'taskResult', 'confirmation'] as const)
      await world.deliver(await world.server.seal({}, { header: { class: name } }));
    await nothingCameOf(world);
    expect(world.inbox.dropped()).toEqual({ notAnEnvelope: 2, wrongClass: 3 });
  });

  test('a replay of a command that was forgotten long ago; the same server in a new epoch begins anew', async () => {
    const world = await createWorld();
    const old = await world.server.command('nonsense', {}, { header: { sequence: 5 } });
    await world.deliver(old.bytes);
    await world.store.write(() =>
      createArchive(world.store).forget(world.clock.now() + 1, world.clock.now() + 2 * hour),
    );
    expect(world.states()).toEqual({});
    await world.deliver(old.bytes);
    expect([world.states(), world.inbox.dropped()]).toEqual([{}, { replayed: 1 }]);
    const next = await world.server.command('listProcesses', {}, { header: { sequence: 6 } });
    const anew = await world.server.command('listProcesses', {}, { header: { epoch: 2, sequence: 1 } });
    await world.deliver(next.bytes);
    await world.deliver(anew.bytes);
    expect(world.states()).toEqual({ [next.id]: 'received', [anew.id]: 'received' });
  });
});

describe('a computer that lost its store', () => {
  test('does no command that was given before, and says so; later ones it does', async () => {
    const world = await createWorld();
    const before = await world.server.command('restartAgent');
    await world.deliver(before.bytes);
    await world.clock.advance(1000);
    const after = await createWorld(newFolder(), world.clock, world.server);
    const later = await world.server.command('restartAgent');
    await after.deliver(before.bytes);
    await after.deliver(later.bytes);
    expect(after.states()).toEqual({ [before.id]: 'refused', [later.id]: 'received' });
    expect(after.confirmations()[0]?.reason).toContain('Give it again');
  });

  test('a fresh one that is registered later takes all its commands, whatever its clock says', async () => {
    const clock = createVirtualClock(Date.UTC(2026, 10, 20));
    const folder = newFolder();
    const store = openStore(path.join(folder, 'agent.db'), silentLog);
    const { createMemory } = await import('./memory.ts');
    await createMemory(store).start(false, clock.now());
    await store.close();
    clock.jump(10 * hour);
    const world = await createWorld(
      folder,
      clock,
      createCmServer(() => clock.now() - 10 * hour),
    );
    const { id, bytes } = await world.server.command(
      'listProcesses',
      {},
      { header: { notAfter: clock.now() + hour } },
    );
    await world.deliver(bytes);
    expect(world.states()).toEqual({ [id]: 'received' });
  });
});

describe('a receipt', () => {
  test('of the server confirms messages; a forged one confirms none', async () => {
    const world = await createWorld();
    const first = await world.outbox.enqueue({
      class: 'system',
      title: 'x',
      body: { event: 'x', text: '', at: 1 },
    });
    const second = await world.outbox.enqueue({
      class: 'system',
      title: 'y',
      body: { event: 'y', text: '', at: 1 },
    });
    await world.deliver(await world.server.receipt([first]));
    await world.deliver(await world.server.receipt([second], { signer: generateKeyPair('Ed25519') }));
    const states = world.store.prepare<{ id: string; state: string }>('SELECT id, state FROM messages').all();
    expect(states.find(({ id }) => id === first)?.state).toBe('confirmed');
    expect(states.find(({ id }) => id === second)?.state).not.toBe('confirmed');
  });

  test('that is none is dropped', async () => {
    const world = await createWorld();
    await world.deliver(await world.server.seal({ items: [], at: 1 }, { header: { class: 'receipt' } }));
    await world.deliver(await world.server.seal(Buffer.from('<'), { header: { class: 'receipt' } }));
    expect(world.inbox.dropped()).toEqual({ malformed: 2 });
  });
});

describe('what cannot be kept', () => {
  test('before registration stays with its carrier', async () => {
    const world = await createWorld();
    world.identity = undefined;
    await expect(world.deliver((await world.server.command('listProcesses')).bytes)).rejects.toThrow(
      'not registered',
    );
  });

  test('because the store refuses stays with its carrier, and is not acknowledged', async () => {
    const world = await createWorld();
    const { bytes } = await world.server.command('listProcesses');
    await world.store.close();
    await expect(world.deliver(bytes)).rejects.toThrow('closed');
    await world.turn();
    expect([world.receipts, world.accepted]).toEqual([[], 0]);
  });
});

test('after the stop no receipt is sent', async () => {
  const world = await createWorld();
  await world.deliver((await world.server.command('listProcesses')).bytes);
  world.inbox.stop();
  await world.deliver((await world.server.command('listProcesses', {}, { header: { id: newId(1) } })).bytes);
  await world.turn();
  expect(world.receipts).toEqual([]);
});

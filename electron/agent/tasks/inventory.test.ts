import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { inventorySchema, inventorySources } from '#shared/protocol/inventory.ts';
import { systemClock } from '../clock.ts';
import { createVirtualClock } from '../virtual-clock.double.ts';
import { createInventory } from './inventory.ts';

const never = new AbortController().signal;

/** A reading thread that answers each source with what `answers` says: code of an async function's body. */
const threadOf = (answers: Record<string, string>, otherwise = 'return { unread: "not here" }'): URL =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { parentPort } from 'node:worker_threads';
      const answers = { ${Object.entries(answers)
        .map(([source, body]) => `${source}: async () => { ${body} }`)
        .join(',')} };
      const otherwise = async () => { ${otherwise} };
      parentPort.on('message', async (source) => parentPort.postMessage(await (answers[source] ?? otherwise)()));
    `)}`,
  );
const battery = 'return { value: { present: false } }';

describe('this computer', () => {
  test('is really read: every source gives a value or says why not', { timeout: 60_000 }, async () => {
    const inventory = await createInventory({ clock: systemClock }).take(never);
    expect(inventorySchema.parse(inventory)).toEqual(inventory);
    expect(inventory.os?.hostname).not.toBe('');
    expect(inventory.memory?.totalBytes).toBeGreaterThan(0);
    const named = new Set(inventory.unread.map(({ source }) => source));
    const unsaid = inventorySources.filter((source) => inventory[source] === undefined && !named.has(source));
    expect(unsaid).toEqual([]);
  });

  test.runIf(existsSync('/var/lib/dpkg/status'))(
    'lists the packages of Debian',
    { timeout: 60_000 },
    async () => {
      const { software } = await createInventory({ clock: systemClock }).take(never);
      expect(software?.some(({ name }) => name === 'dpkg')).toBe(true);
    },
  );

  test(
    'lists its processes, this one among them, with the exact command line',
    { timeout: 60_000 },
    async () => {
      const { processes } = await createInventory({ clock: systemClock }).processes(never);
      const own = processes.find(({ pid }) => pid === process.pid);
      expect(own?.memoryBytes).toBeGreaterThan(1_000_000);
      expect(own?.parentPid).toBe(process.ppid);
      expect(own?.command).toContain('node');
    },
  );

  test('lists its file systems', { timeout: 60_000 }, async () => {
    const partitions = await createInventory({ clock: systemClock }).partitions(never);
    for (const { sizeBytes, freeBytes } of partitions) expect(sizeBytes).toBeGreaterThanOrEqual(freeBytes);
    expect(partitions.length).toBeGreaterThan(0);
  });
});

describe('a source', () => {
  test.each([
    ['hangs', 'await new Promise(() => {})'],
    ['spins', 'for (;;);'],
    ['waits for a program', "(await import('node:child_process')).execFileSync('sleep', ['2'])"],
  ])('that %s loses itself alone, after its deadline', async (_, body) => {
    const channel = new BroadcastChannel('inventory.test');
    const asked = new Promise((resolve) => channel.addEventListener('message', resolve, { once: true }));
    const clock = createVirtualClock(0);
    const workerFile = threadOf({
      cpu: `new BroadcastChannel('inventory.test').postMessage(''); ${body}`,
      battery,
    });
    const taking = createInventory({ clock, workerFile }).take(never);
    await asked;
    channel.close();
    await clock.advance(30_000);
    const inventory = await taking;
    expect(inventory.battery).toEqual({ present: false });
    expect(inventory.unread).toContainEqual({ source: 'cpu', reason: 'no answer within 30 s' });
    expect(inventory.unread).toHaveLength(inventorySources.length - 1);
  });

  test.each([
    ['takes the thread down', 'process.exit(3)', 'the reading thread ended'],
    [
      'fails outside of its answer',
      'setImmediate(() => { throw new Error("boom") }); await new Promise(() => {})',
      'the reading thread failed: boom',
    ],
    [
      'fills the memory',
      'const all = []; for (;;) all.push(new Array(100000).fill({}).map(() => ({})))',
      'the reading thread failed',
    ],
    ['answers nonsense', 'return { value: { cores: "many" } }', 'unexpected'],
    ['gives nothing', 'return {}', 'nothing was read'],
  ])('that %s loses itself alone', { timeout: 60_000 }, async (_, body, reason) => {
    const inventory = await createInventory({
      clock: systemClock,
      workerFile: threadOf({ cpu: body, battery }),
    }).take(never);
    expect(inventory.battery).toEqual({ present: false });
    expect(inventory.cpu).toBeUndefined();
    expect(inventory.unread.find(({ source }) => source === 'cpu')?.reason).toContain(reason);
  });

  test('that tells a part gives the part and says what is missing', async () => {
    const workerFile = threadOf({ users: 'return { value: [], unread: "half" }' });
    const inventory = await createInventory({ clock: systemClock, workerFile }).take(never);
    expect(inventory.users).toEqual([]);
    expect(inventory.unread).toContainEqual({ source: 'users', reason: 'half' });
  });

  test('that cannot be asked at all, because the file of the thread is missing, is unread', async () => {
    const workerFile = new URL('./no-such-file.js', import.meta.url);
    const inventory = await createInventory({ clock: systemClock, workerFile }).take(never);
    expect(inventory.unread).toHaveLength(inventorySources.length);
  });
});

test('an aborted reading rejects at once, whatever the thread does', async () => {
  const inventory = createInventory({ clock: systemClock, workerFile: threadOf({}, 'for (;;);') });
  const abort = new AbortController();
  const taking = inventory.take(abort.signal);
  const listing = inventory.processes(abort.signal);
  abort.abort(new Error('stop'));
  await expect(taking).rejects.toThrow('stop');
  await expect(listing).rejects.toThrow('stop');
});

test('a list that could not be read is an error with the reason', async () => {
  const inventory = createInventory({ clock: systemClock, workerFile: threadOf({}) });
  await expect(inventory.partitions(never)).rejects.toThrow('not here');
});

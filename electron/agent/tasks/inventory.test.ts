import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { inventorySchema, inventorySources } from '#shared/protocol/inventory.ts';
import { startChildProcess } from '../../adapters/child-process.ts';
import { systemClock } from '../clock.ts';
import type { HelperProcess } from '../host.ts';
import { createVirtualClock } from '../virtual-clock.double.ts';
import { createInventory } from './inventory.ts';
import type { InventoryOptions, InventoryReader } from './inventory.ts';

const never = new AbortController().signal;
const folder = mkdtempSync(path.join(tmpdir(), 'inventory-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** On the real clock, with real processes. */
const readerWith = (options: Partial<InventoryOptions> = {}): InventoryReader =>
  createInventory({ clock: systemClock, startHelper: startChildProcess, ...options });

let scripts = 0;
/** A reading process that answers each source with what `answers` says: code of an async function's body. */
const processOf = (answers: Record<string, string>, otherwise = 'return { unread: "not here" }'): URL => {
  const file = path.join(folder, `${(scripts += 1)}.mjs`);
  writeFileSync(
    file,
    `const asked = () => new Promise((said) => process.send('asked', said));
    const answers = { ${Object.entries(answers)
      .map(([source, body]) => `${source}: async () => { ${body} }`)
      .join(',')} };
    const otherwise = async () => { ${otherwise} };
    process.on('message', async (source) => process.send({ reading: await (answers[source] ?? otherwise)() }));`,
  );
  return pathToFileURL(file);
};
const battery = 'return { value: { present: false } }';

describe('this computer', () => {
  test('is really read: every source gives a value or says why not', { timeout: 60_000 }, async () => {
    const inventory = await readerWith().take(never);
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
      const { software } = await readerWith().take(never);
      expect(software?.some(({ name }) => name === 'dpkg')).toBe(true);
    },
  );

  test(
    'lists its processes, this one among them, with the exact command line',
    { timeout: 60_000 },
    async () => {
      const { processes } = await readerWith().processes(never);
      const own = processes.find(({ pid }) => pid === process.pid);
      expect(own?.memoryBytes).toBeGreaterThan(1_000_000);
      expect(own?.parentPid).toBe(process.ppid);
      expect(own?.command).toContain('node');
    },
  );

  test('lists its file systems', { timeout: 60_000 }, async () => {
    const partitions = await readerWith().partitions(never);
    for (const { sizeBytes, freeBytes } of partitions) expect(sizeBytes).toBeGreaterThanOrEqual(freeBytes);
    expect(partitions.length).toBeGreaterThan(0);
  });
});

describe('a source', () => {
  test.each([
    ['hangs', 'await new Promise(() => {})'],
    ['spins', 'for (;;);'],
    ['waits for a program', "(await import('node:child_process')).execFileSync('sleep', ['2'])"],
  ])('that %s loses itself alone, after its deadline, and its process is ended', async (_, body) => {
    const asked = Promise.withResolvers<void>();
    const ends: Promise<string>[] = [];
    const startHelper = (file: URL): HelperProcess => {
      const helper = startChildProcess(file);
      ends.push(new Promise((resolve) => helper.onExit(resolve)));
      return {
        ...helper,
        onMessage: (listener) => {
          helper.onMessage((message) => (message === 'asked' ? asked.resolve() : listener(message)));
        },
      };
    };
    const clock = createVirtualClock(0);
    const workerFile = processOf({ cpu: `await asked(); ${body}`, battery });
    const taking = readerWith({ clock, startHelper, workerFile }).take(never);
    await asked.promise;
    await clock.advance(30_000);
    const inventory = await taking;
    expect(inventory.battery).toEqual({ present: false });
    expect(inventory.unread).toContainEqual({ source: 'cpu', reason: 'no answer within 30 s' });
    expect(inventory.unread).toHaveLength(inventorySources.length - 1);
    expect(await Promise.all(ends)).toEqual(['was ended by SIGKILL', 'was ended by SIGKILL']);
  });

  test.each([
    ['takes the process down', 'process.exit(3)', 'the reading process ended with code 3'],
    [
      'fails outside of its answer',
      'process.send({ failed: "boom" }); await new Promise(() => {})',
      'the reading process failed: boom',
    ],
    [
      'fills the memory',
      'const all = []; for (;;) all.push(new Array(100000).fill({}).map(() => ({})))',
      'the reading process was ended by SIG',
    ],
    ['answers nonsense', 'return { value: { cores: "many" } }', 'unexpected'],
    ['gives nothing', 'return {}', 'nothing was read'],
  ])('that %s loses itself alone', { timeout: 60_000 }, async (_, body, reason) => {
    const inventory = await readerWith({ workerFile: processOf({ cpu: body, battery }) }).take(never);
    expect(inventory.battery).toEqual({ present: false });
    expect(inventory.cpu).toBeUndefined();
    expect(inventory.unread.find(({ source }) => source === 'cpu')?.reason).toContain(reason);
  });

  test('that tells a part gives the part and says what is missing', async () => {
    const workerFile = processOf({ users: 'return { value: [], unread: "half" }' });
    const inventory = await readerWith({ workerFile }).take(never);
    expect(inventory.users).toEqual([]);
    expect(inventory.unread).toContainEqual({ source: 'users', reason: 'half' });
  });

  test(
    'that cannot be asked at all, because the script is missing, is unread',
    { timeout: 60_000 },
    async () => {
      const workerFile = new URL('./no-such-file.js', import.meta.url);
      const inventory = await readerWith({ workerFile }).take(never);
      expect(inventory.unread).toHaveLength(inventorySources.length);
    },
  );
});

test('an aborted reading rejects at once, whatever the process does', async () => {
  const inventory = readerWith({ workerFile: processOf({}, 'for (;;);') });
  const abort = new AbortController();
  const taking = inventory.take(abort.signal);
  const listing = inventory.processes(abort.signal);
  abort.abort(new Error('stop'));
  await expect(taking).rejects.toThrow('stop');
  await expect(listing).rejects.toThrow('stop');
});

test('a list that could not be read is an error with the reason', async () => {
  const inventory = readerWith({ workerFile: processOf({}) });
  await expect(inventory.partitions(never)).rejects.toThrow('not here');
});

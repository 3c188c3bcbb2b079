import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PortalEvent } from '#shared/portal-api.ts';
import { newId } from '#shared/wire/id.ts';
import { WireAgent } from '../fakes/wire-agent.ts';

const program = join(import.meta.dirname, '../fakes/forge-process.ts');
let folder: string;
let running: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'forge-killed-'));
});
afterEach(async () => {
  await kill();
  rmSync(folder, { recursive: true });
});

const start = async (deadly?: PortalEvent['event']): Promise<{ base: string; token: string }> => {
  running = spawn(process.execPath, [program, folder, ...(deadly === undefined ? [] : [deadly])], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(running.stdout!), 'line')) as [string];
  return JSON.parse(line) as { base: string; token: string };
};

const kill = async (): Promise<void> => {
  if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
  const gone = once(running, 'exit');
  running.kill('SIGKILL');
  await gone;
};

/** What is on the disk, read without the server. */
const rows = <T>(sql: string): T[] => {
  const db = new DatabaseSync(join(folder, 'forge.db'));
  try {
    return db.prepare(sql).all() as T[];
  } finally {
    db.close();
  }
};

test('killed between the commit of a registration and its answer, it gives the same CM-ID again', async () => {
  const deadly = await start('computer');
  const agent = new WireAgent(deadly.base);
  await expect(agent.register(deadly.token)).rejects.toThrow('fetch failed');
  const { base } = await start();
  agent.base = base;
  expect(await agent.register(deadly.token)).toMatchObject({ outcome: 'accepted', cmId: 'HOMEPC001' });
  expect(rows('select cmId from computers')).toHaveLength(1);
});

test('killed between the commit of a message and its receipt, it keeps it once and receipts it the next time', async () => {
  const first = await start();
  const agent = new WireAgent(first.base);
  await agent.register(first.token);
  await kill();

  const id = newId(Date.now());
  const message = await agent.envelope('system', { event: 'started', text: 'x', at: 0 }, { id });
  agent.base = (await start('message')).base;
  await expect(agent.post([message])).rejects.toThrow('fetch failed');
  agent.base = (await start()).base;
  expect((await agent.post([message])).receipts).toEqual([{ id, outcome: 'kept' }]);
  expect(rows('select id, arrivals from messages')).toEqual([{ id, arrivals: 2 }]);
});

test('killed at random moments under load, it loses nothing that it has receipted and keeps nothing twice', async () => {
  const first = await start();
  let { base } = first;
  const agent = new WireAgent(base);
  await agent.register(first.token);
  const unreceipted = new Map<string, Uint8Array>();
  const receipted = new Set<string>();
  const sendOne = async (id: string, envelope: Uint8Array): Promise<void> => {
    const answer = await agent.post([envelope]);
    expect(answer.receipts).toEqual([{ id, outcome: 'kept' }]);
    receipted.add(id);
    unreceipted.delete(id);
  };

  for (let round = 0; round < 6; round += 1) {
    agent.base = base;
    for (let i = 0; i < 30; i += 1) {
      const id = newId(Date.now());
      unreceipted.set(id, await agent.envelope('system', { event: 'load', text: id, at: 0 }, { id }));
    }
    const load = Promise.allSettled([...unreceipted].map(([id, envelope]) => sendOne(id, envelope)));
    // The moment is what is being varied here.
    await pause(Math.random() * 80);
    await kill();
    await load;
    const kept = new Set(rows<{ id: string }>('select id from messages').map(({ id }) => id));
    expect([...receipted].filter((id) => !kept.has(id))).toEqual([]);
    ({ base } = await start());
  }

  agent.base = base;
  for (const [id, envelope] of unreceipted) await sendOne(id, envelope);
  const all = rows<{ id: string }>('select id from messages');
  expect(all).toHaveLength(180);
  expect(new Set(all.map(({ id }) => id))).toEqual(receipted);
});

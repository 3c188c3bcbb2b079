// Durable enqueue of 512-byte messages, one per commit and a hundred per commit, beside the same INSERT on bare node:sqlite.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createOutbox } from '#agent/outbox/outbox.ts';
import type { Outbox } from '#agent/outbox/outbox.ts';
import { silentLog } from '#agent/silent-log.double.ts';
import { openStore } from '#agent/store/store.ts';
import { systemClock } from '#agent/clock.ts';
import { defaultSettings } from '#shared/settings/settings.ts';
import { newId } from '#shared/wire/id.ts';
import { report } from './report.ts';

// Many short rounds in turn, because the disk and the other programs of the machine have their moods.
const rounds = 15;
const single = 800;
const groups = 80;
const perGroup = 100;
const text = 'x'.repeat(440);

const perSecond = async (count: number, work: () => Promise<void> | void): Promise<number> => {
  const from = performance.now();
  await work();
  return (count * 1000) / (performance.now() - from);
};

const message = (at: number) => ({
  class: 'taskResult' as const,
  title: 'bench',
  body: {
    taskId: 'bench',
    taskKind: 'bench',
    title: text,
    startedAt: at,
    finishedAt: at,
    outcome: 'ok' as const,
  },
});

const oursSingle = (outbox: Outbox): Promise<number> =>
  perSecond(single, async () => {
    for (let i = 0; i < single; i += 1) await outbox.enqueue(message(Date.now()));
  });

const oursGrouped = (outbox: Outbox): Promise<number> =>
  perSecond(groups * perGroup, async () => {
    for (let g = 0; g < groups; g += 1)
      await Promise.all(Array.from({ length: perGroup }, () => outbox.enqueue(message(Date.now()))));
  });

/** The same row into the same table with the same indexes, with nothing around it. */
const rawInsert = (db: DatabaseSync): (() => void) => {
  const insert = db.prepare(
    `INSERT INTO messages (sequence, id, class, priority, state, title, created, changed, bytes, age, checksum, in_reply_to, not_after, body)
     VALUES (?, ?, 'taskResult', 4, 'waiting', 'bench', ?, ?, ?, 0, 0, NULL, NULL, ?)`,
  );
  let sequence = 0;
  return () => {
    const now = Date.now();
    const body = Buffer.from(JSON.stringify(message(now).body));
    insert.run((sequence += 1), newId(now), now, now, body.length, body);
  };
};

const inTransaction = (db: DatabaseSync, work: () => void): void => {
  db.exec('BEGIN IMMEDIATE');
  work();
  db.exec('COMMIT');
};

const folder = mkdtempSync(path.join(os.tmpdir(), 'cm-bench-'));
const results = { ours1: [] as number[], raw1: [] as number[], oursN: [] as number[], rawN: [] as number[] };
for (let round = 0; round < rounds; round += 1) {
  const store = openStore(path.join(folder, `ours-${round}.db`), silentLog);
  const outbox = createOutbox({
    store,
    clock: systemClock,
    log: silentLog,
    settings: () => ({ ...defaultSettings.outgoing, maxOutboxMb: 10_000 }),
    onChange: () => undefined,
    whyWaiting: () => undefined,
  });
  await openStore(path.join(folder, `raw-${round}.db`), silentLog).close();
  const raw = new DatabaseSync(path.join(folder, `raw-${round}.db`));
  raw.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  const insert = rawInsert(raw);
  const rawSingle = (): Promise<number> =>
    perSecond(single, () => {
      for (let i = 0; i < single; i += 1) inTransaction(raw, insert);
    });
  const rawGrouped = (): Promise<number> =>
    perSecond(groups * perGroup, () => {
      for (let g = 0; g < groups; g += 1)
        inTransaction(raw, () => {
          for (let i = 0; i < perGroup; i += 1) insert();
        });
    });
  for (const side of round % 2 === 0 ? ['ours', 'raw'] : ['raw', 'ours']) {
    if (side === 'ours') results.ours1.push(await oursSingle(outbox));
    else results.raw1.push(await rawSingle());
  }
  for (const side of round % 2 === 0 ? ['raw', 'ours'] : ['ours', 'raw']) {
    if (side === 'ours') results.oursN.push(await oursGrouped(outbox));
    else results.rawN.push(await rawGrouped());
  }
  await outbox.stop();
  await store.close();
  raw.close();
}
rmSync(folder, { recursive: true, force: true });

const peerName = 'node:sqlite';
const held = [
  report({
    what: 'one per commit',
    unit: 'messages/s',
    ours: results.ours1,
    peer: results.raw1,
    peerName,
    better: 'larger',
    bar: 0.9,
  }),
  report({
    what: 'hundred per commit',
    unit: 'messages/s',
    ours: results.oursN,
    peer: results.rawN,
    peerName,
    better: 'larger',
    bar: 0.7,
  }),
];
process.exit(held.every(Boolean) ? 0 : 1);

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Folder } from '#shared/outbox-view.ts';
import { createVirtualClock } from '../virtual-clock.double.ts';
import type { VirtualClock } from '../virtual-clock.double.ts';
import { notification, openTemporaryOutbox } from './temporary-outbox.double.ts';
import type { TemporaryOutbox } from './temporary-outbox.double.ts';

const day = 24 * 3_600_000;
const system = (title: string) => ({
  class: 'system' as const,
  title,
  body: { event: 'test', text: title, at: 1 },
});
const result = (title: string, text = '') => ({
  class: 'taskResult' as const,
  title,
  body: {
    taskId: 't',
    taskKind: 'k',
    title,
    startedAt: 1,
    finishedAt: 2,
    outcome: 'ok' as const,
    result: text,
  },
});
const confirmation = (title: string) => ({
  class: 'confirmation' as const,
  title,
  body: {
    commandId: '01900000-0000-7000-8000-000000000000',
    kind: 'k',
    state: 'done' as const,
    receivedAt: 1,
    finishedAt: 2,
  },
});

let clock: VirtualClock;
let opened: TemporaryOutbox;
beforeEach(() => {
  clock = createVirtualClock(Date.UTC(2026, 0, 1));
  opened = openTemporaryOutbox(clock);
});
afterEach(() => opened.remove());

const titles = (folder: Folder, search = ''): string[] =>
  opened.outbox.messages({ folder, search, limit: 100 }).rows.map(({ title }) => title);
const stateOf = (id: string): string | undefined => opened.outbox.message(id)?.row.state;
const receipt = (id: string, outcome: 'kept' | 'refused' = 'kept', reason?: string) => ({
  items: [{ id, outcome, ...(reason === undefined ? {} : { reason }) }],
  at: 1,
});

describe('putting in', () => {
  test('a message is on disk when enqueue resolves, and waits', async () => {
    const id = await opened.outbox.enqueue(notification('first'));
    await opened.restart();
    expect(stateOf(id)).toBe('waiting');
    expect(opened.outbox.message(id)?.body).toContain('"subject": "first"');
  });

  test("insert stands or falls with the caller's own transaction", async () => {
    const { store } = opened.temporary;
    const failed = store.write(() => {
      opened.outbox.insert(notification('never'));
      throw new Error('the command failed');
    });
    await expect(failed).rejects.toThrow('the command failed');
    expect(titles('waiting')).toEqual([]);
    expect(() => opened.outbox.insert(notification('outside'))).toThrow('inside store.write');
  });

  test('a change is told once a turn', async () => {
    await Promise.all([1, 2, 3].map((n) => opened.outbox.enqueue(notification(`${n}`))));
    expect(opened.changes).toBe(1);
  });

  test('sequence numbers are never given twice, also when the newest message is gone after a restart', async () => {
    await opened.outbox.enqueue(notification('a'));
    const newest = await opened.outbox.enqueue(notification('b'));
    await opened.outbox.remove([newest]);
    await opened.restart();
    await opened.outbox.enqueue(notification('c'));
    const parcels = await opened.outbox.queue.take(10);
    expect(parcels.map(({ sequence }) => sequence)).toEqual([1, 3]);
  });
});

describe('classes that are switched off', () => {
  test('their messages are archived, not dropped, and can be sent by hand', async () => {
    opened.settings.allowTaskResults = false;
    await opened.outbox.settingsChanged();
    const id = await opened.outbox.enqueue(result('archived'));
    expect(stateOf(id)).toBe('disabled');
    expect(opened.outbox.message(id)?.row.why).toBe('Sending task results is switched off.');
    expect(await opened.outbox.retry([id])).toBe(1);
    expect(stateOf(id)).toBe('waiting');
  });

  test('confirmations are never put aside: with sending switched off they wait', async () => {
    Object.assign(opened.settings, { allowTaskResults: false, allowSystemMessages: false });
    await opened.outbox.settingsChanged();
    expect(stateOf(await opened.outbox.enqueue(confirmation('yes')))).toBe('waiting');
    expect(stateOf(await opened.outbox.enqueue(system('no')))).toBe('disabled');
    opened.settings.sending = 'disabled';
    await opened.outbox.settingsChanged();
    expect(stateOf(await opened.outbox.enqueue(confirmation('not now')))).toBe('waiting');
    expect(titles('waiting')).toEqual(['not now', 'yes']);
    const disabled = opened.outbox
      .messages({ folder: 'disabled', search: '', limit: 9 })
      .rows.map(({ id }) => id);
    expect(await opened.outbox.retry(disabled)).toBe(0);
  });
});

describe('receipts', () => {
  test('kept: confirmed, and it stays on the Messages page', async () => {
    const id = await opened.outbox.enqueue(result('done'));
    await opened.outbox.queue.take(1);
    await opened.outbox.confirm(receipt(id), 'HTTP');
    expect(opened.outbox.queue.underWay(id)).toBe(false);
    expect(opened.outbox.message(id)?.row).toMatchObject({ state: 'confirmed', path: 'HTTP', attempts: 1 });
    expect(titles('sentResults')).toEqual(['done']);
    expect(await opened.outbox.queue.take(9)).toEqual([]);
  });

  test("refused: failed, with the server's reason; a second and a foreign receipt change nothing", async () => {
    const id = await opened.outbox.enqueue(result('no'));
    await opened.outbox.confirm(receipt(id, 'refused', 'too old'), 'HTTP');
    await opened.outbox.confirm(receipt('01900000-0000-7000-8000-000000000000'), 'HTTP');
    const detail = opened.outbox.message(id);
    expect(detail?.row).toMatchObject({ state: 'failed', why: 'The CM Server refused it: too old' });
    await opened.outbox.confirm(receipt(id, 'refused', 'again'), 'HTTP');
    expect(opened.outbox.message(id)?.history.length).toBe(detail?.history.length);
  });

  test('a receipt that comes after a message was given up by hand still counts', async () => {
    const id = await opened.outbox.enqueue(result('late'));
    await opened.outbox.queue.take(1);
    await opened.outbox.queue.settle(id, { state: 'failed', reason: 'no way' });
    await opened.outbox.confirm(receipt(id), 'SMTP 1');
    expect(stateOf(id)).toBe('confirmed');
  });
});

describe('the queue', () => {
  test('gives by importance, then by age; what is under way is not given twice', async () => {
    await opened.outbox.enqueue(system('last'));
    await opened.outbox.enqueue(result('third'));
    await opened.outbox.enqueue(result('fourth'));
    await opened.outbox.enqueue(notification('second'));
    await opened.outbox.enqueue(confirmation('first'));
    const first = await opened.outbox.queue.take(2);
    const rest = await opened.outbox.queue.take(9);
    expect([...first, ...rest].map(({ title }) => title)).toEqual([
      'first',
      'second',
      'third',
      'fourth',
      'last',
    ]);
    expect(opened.outbox.counts().counts).toMatchObject({ sending: 5, waiting: 0 });
  });

  test('what was being sent when the agent died waits again', async () => {
    await opened.outbox.enqueue(notification('x'));
    await opened.outbox.queue.take(1);
    await opened.restart();
    expect((await opened.outbox.queue.take(1)).map(({ title }) => title)).toEqual(['x']);
  });

  test('a message waits for its next try, and a wall clock that was wrong does not hold it for ever', async () => {
    const id = await opened.outbox.enqueue(notification('later'));
    await opened.outbox.queue.take(1);
    await opened.outbox.queue.settle(id, { state: 'waiting', nextTry: clock.now() + 60_000, reason: 'busy' });
    expect(await opened.outbox.queue.take(1)).toEqual([]);
    expect(opened.outbox.queue.nextDue()).toBe(clock.now() + 60_000);
    expect(opened.outbox.message(id)?.row).toMatchObject({ why: 'busy', attempts: 1 });
    clock.jump(-10 * 365 * day);
    expect((await opened.outbox.queue.take(1)).map(({ title }) => title)).toEqual(['later']);
  });

  test('hurry lets all go at once', async () => {
    const id = await opened.outbox.enqueue(notification('later'));
    await opened.outbox.queue.take(1);
    await opened.outbox.queue.settle(id, { state: 'waiting', nextTry: clock.now() + 60_000, reason: 'busy' });
    await opened.outbox.queue.hurry();
    expect(await opened.outbox.queue.take(1)).toHaveLength(1);
  });

  test('mail that left and got no receipt in time goes again', async () => {
    const id = await opened.outbox.enqueue(notification('mail'));
    await opened.outbox.queue.take(1);
    await opened.outbox.queue.settle(id, { state: 'sent', nextTry: clock.now() + 1000, path: 'SMTP 1' });
    expect(await opened.outbox.queue.take(1)).toEqual([]);
    expect(opened.outbox.message(id)?.row.why).toContain('SMTP 1');
    await clock.advance(1001);
    expect(await opened.outbox.queue.take(1)).toHaveLength(1);
  });

  test('what has passed its last moment expires', async () => {
    const id = await opened.outbox.enqueue({ ...notification('brief'), notAfter: clock.now() + 1000 });
    await clock.advance(2000);
    expect(await opened.outbox.queue.take(1)).toEqual([]);
    expect(stateOf(id)).toBe('expired');
    expect(titles('failed')).toEqual(['brief']);
  });

  test('a body that the disk has altered is not sent', async () => {
    const id = await opened.outbox.enqueue(notification('altered'));
    const { store } = opened.temporary;
    await store.write(() =>
      store
        .prepare(`UPDATE messages SET body = CAST(replace(CAST(body AS TEXT), 'xxx', 'xyx') AS BLOB)`)
        .run(),
    );
    expect(await opened.outbox.queue.take(1)).toEqual([]);
    expect(opened.outbox.message(id)?.row).toMatchObject({
      state: 'failed',
      why: 'It was altered on the disk.',
    });
  });
});

describe('the Messages page', () => {
  test('folders with counts and sizes', async () => {
    const sent = await opened.outbox.enqueue(confirmation('answer'));
    await opened.outbox.confirm(receipt(sent), 'HTTP');
    await opened.outbox.enqueue(notification('waits'));
    const counts = Object.fromEntries(opened.outbox.folders().map(({ folder, count }) => [folder, count]));
    expect(counts).toEqual({
      waiting: 1,
      all: 1,
      sentSystem: 0,
      sentResults: 0,
      responses: 1,
      disabled: 0,
      failed: 0,
      commands: 0,
    });
    expect(opened.outbox.folders()[0]?.bytes).toBeGreaterThan(100);
  });

  test('pages newest first, and searches what is written', async () => {
    for (const n of [1, 2, 3, 4, 5]) await opened.outbox.enqueue(notification(`number ${n}`));
    const first = opened.outbox.messages({ folder: 'waiting', search: '', limit: 2 });
    expect(first).toMatchObject({ total: 5, more: true });
    const next = opened.outbox.messages({
      folder: 'waiting',
      search: '',
      limit: 9,
      before: first.rows.at(-1)!.id,
    });
    expect([...first.rows, ...next.rows].map(({ title }) => title)).toEqual(
      [5, 4, 3, 2, 1].map((n) => `number ${n}`),
    );
    expect(titles('waiting', 'BER 3')).toEqual(['number 3']);
    expect(titles('waiting', '%')).toEqual([]);
  });

  test('what was taken away comes back until the next start', async () => {
    const [a, b] = await Promise.all([
      opened.outbox.enqueue(notification('a')),
      opened.outbox.enqueue(notification('b')),
    ]);
    expect(await opened.outbox.remove([a, b])).toBe(2);
    expect(titles('waiting')).toEqual([]);
    expect(await opened.outbox.restore([a])).toBe(1);
    expect(titles('waiting')).toEqual(['a']);
    await opened.restart();
    expect(await opened.outbox.restore([b])).toBe(0);
  });

  test('commands are shown with what came of them', async () => {
    const { store } = opened.temporary;
    const id = '01900000-0000-7000-8000-000000000001';
    await store.write(() =>
      store
        .prepare(
          `INSERT INTO commands (id, epoch, sequence, kind, args, operator, path, bytes, created, not_after, received_at, state, started_at, finished_at, result)
           VALUES (?, 1, 1, 'listProcesses', '{}', 'jana', 'HTTP', 10, 1, 9, 2, 'done', 3, 4, '{"processes":[]}')`,
        )
        .run(id),
    );
    expect(titles('commands')).toEqual(['listProcesses']);
    expect(titles('commands', 'JANA')).toEqual(['listProcesses']);
    const detail = opened.outbox.message(id);
    expect(detail?.row).toMatchObject({ class: 'command', state: 'done', changed: 4 });
    expect(detail?.history.map(({ event }) => event)).toEqual([
      'given by jana',
      'received (HTTP)',
      'started',
      'done',
    ]);
    expect(detail?.body).toContain('processes');
  });
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { minute, second } from '#forge/clock.ts';
import type { SentCommand } from '#shared/portal-data.ts';
import { limits } from '#shared/protocol/limits.ts';
import { startForge } from '../../fakes/forge.ts';
import type { Forge } from '../../fakes/forge.ts';
import type { WireAgent } from '../../fakes/wire-agent.ts';
import { like } from './like.ts';

let forge: Forge;
let agent: WireAgent;
beforeEach(async () => {
  forge = await startForge();
  agent = await forge.agent();
});
afterEach(() => forge.close());

const send = async (kind = 'listProcesses', args: unknown = {}, validMinutes = 60): Promise<SentCommand> => {
  const sent = await forge.core.commands.send({
    cmId: agent.cmId,
    kind,
    args,
    operator: 'anna',
    validMinutes,
  });
  if (!sent.ok) throw new Error(sent.message);
  return sent.value;
};
const get = async (id: string): Promise<SentCommand> => (await forge.core.commands.get(id))!;
const states = ({ history }: SentCommand): string[] => history.map(({ state }) => state);

/** Lets the server look for expired commands, and waits until it has told of one. */
const expire = async (ms: number): Promise<void> => {
  const told = new Promise<void>((resolve) => {
    const end = forge.core.events.on(({ event }) => {
      if (event !== 'command') return;
      end();
      resolve();
    });
  });
  forge.clock.advance(ms);
  await told;
};

test('a command goes from queued to done, each step with its moment and its path', async () => {
  const { id } = await send();
  expect((await agent.tick()).answer?.commandsWaiting).toBe(true);

  forge.clock.advance(second);
  const [offered] = (await agent.fetchCommands()).commands;
  expect(offered).toMatchObject({
    id,
    header: { sequence: 1 },
    body: { kind: 'listProcesses', args: {}, operator: 'anna' },
  });
  expect(await get(id)).toMatchObject({ state: 'offered', path: 'HTTP' });

  await agent.receipt([id]);
  expect(await get(id)).toMatchObject({ state: 'received' });
  expect((await agent.tick()).answer?.commandsWaiting).toBe(false);

  await agent.confirm(id, 'done', { result: { processes: [] } });
  const done = await get(id);
  expect(done).toMatchObject({ state: 'done', result: { processes: [] } });
  expect(states(done)).toEqual(['queued', 'offered', 'received', 'started', 'done']);
});

test('it is offered again with the same id and number until it is receipted, and its history says so once', async () => {
  const { id } = await send();
  const first = await agent.fetchCommands();
  const second = await agent.fetchCommands();
  expect(second.commands.map((command) => [command.id, command.header.sequence])).toEqual(
    first.commands.map((command) => [command.id, command.header.sequence]),
  );
  expect(states(await get(id))).toEqual(['queued', 'offered']);
  await agent.receipt([id]);
  expect((await agent.fetchCommands()).commands).toEqual([]);
});

test('a receipt and a fetch in one request do not offer again what was just receipted', async () => {
  const { id } = await send();
  await agent.fetchCommands();
  const both = [
    await agent.envelope('fetch', { at: 0 }),
    await agent.envelope('receipt', { items: [{ id, outcome: 'kept' }], at: 0 }),
  ];
  expect((await agent.post(both)).commands).toEqual([]);
});

test('commands arrive in the order in which they were given, as many as one answer may hold', async () => {
  const sent: string[] = [];
  for (let i = 0; i < limits.commandsPerFetch + 3; i += 1) sent.push((await send()).id);
  const first = await agent.fetchCommands();
  expect(first.commands.map(({ id }) => id)).toEqual(sent.slice(0, limits.commandsPerFetch));
  await agent.receipt(first.commands.map(({ id }) => id));
  expect((await agent.fetchCommands()).commands.map(({ id }) => id)).toEqual(
    sent.slice(limits.commandsPerFetch),
  );
});

test('a confirmation ends its command once, however often it comes and whatever a second one says', async () => {
  const { id } = await send();
  await agent.fetchCommands();
  const confirmation = await agent.envelope(
    'confirmation',
    agent.confirmation(id, 'failed', { reason: 'no right' }),
  );
  await Promise.all(Array.from({ length: 5 }, () => agent.post([confirmation])));
  await agent.confirm(id, 'done');
  await agent.confirm(id, 'refused');
  const ended = await get(id);
  expect(ended).toMatchObject({ state: 'failed', reason: 'no right' });
  expect(states(ended)).toEqual(['queued', 'offered', 'received', 'started', 'failed']);
});

test('nobody ends, receipts or sees the command of another computer', async () => {
  const { id } = await send();
  const other = await forge.agent();
  expect((await other.fetchCommands()).commands).toEqual([]);
  await other.receipt([id]);
  await other.confirm(id, 'done');
  expect(await get(id)).toMatchObject({ state: 'queued' });
});

test('what the computer will never take is refused at once', async () => {
  const { id } = await send();
  await agent.fetchCommands();
  await agent.receipt([id], 'refused');
  expect(await get(id)).toMatchObject({ state: 'refused' });
});

test('a queued command expires when its time is over and is offered no more', async () => {
  const { id } = await send('listProcesses', {}, 10);
  await expire(10 * minute + 30 * second);
  expect(await get(id)).toMatchObject({ state: 'expired', reason: like('in time') });
  expect((await agent.fetchCommands()).commands).toEqual([]);
  expect((await agent.tick()).answer?.commandsWaiting).toBe(false);
});

test('an offered command waits for the word of its computer before it expires', async () => {
  const { id } = await send('listProcesses', {}, 10);
  await agent.fetchCommands();
  forge.clock.advance(15 * minute);
  expect((await agent.fetchCommands()).commands).toEqual([]);
  expect((await agent.tick()).answer?.commandsWaiting).toBe(false);
  await agent.confirm(id, 'expired', { reason: 'too late' });
  expect(await get(id)).toMatchObject({ state: 'expired', reason: 'too late' });
});

test('what a computer says of a command that was given up is told, and the command stays given up', async () => {
  const { id } = await send();
  await agent.fetchCommands();
  expect(await forge.core.commands.cancel(id, 'anna')).toMatchObject({
    ok: true,
    value: { state: 'cancelled' },
  });
  await agent.confirm(id, 'done', { result: { processes: [] } });
  expect(await get(id)).toMatchObject({
    state: 'cancelled',
    reason: 'cancelled by anna; the computer answered later that it was done',
    result: { processes: [] },
  });
});

test('a command that was received cannot be cancelled', async () => {
  const { id } = await send();
  await agent.fetchCommands();
  await agent.receipt([id]);
  expect(await forge.core.commands.cancel(id, 'anna')).toMatchObject({
    ok: false,
    code: 'conflict',
    message: like('received'),
  });
  await agent.confirm(id, 'done');
  expect(await forge.core.commands.cancel(id, 'anna')).toMatchObject({
    ok: false,
    message: like('done already'),
  });
});

test('an unknown command, wrong arguments, settings and an unknown computer are refused with a sentence', async () => {
  const attempt = (kind: string, args: unknown, cmId = agent.cmId) =>
    forge.core.commands.send({ cmId, kind, args, operator: 'anna', validMinutes: 1 });
  expect(await attempt('formatDisk', {})).toMatchObject({
    ok: false,
    code: 'badRequest',
    message: like('listProcesses'),
  });
  expect(await attempt('toString', {})).toMatchObject({ ok: false, code: 'badRequest' });
  expect(await attempt('showMessage', { title: '' })).toMatchObject({ ok: false, code: 'badRequest' });
  expect(await attempt('setSettings', {})).toMatchObject({
    ok: false,
    message: like('settings'),
  });
  expect(await attempt('listProcesses', {}, 'HOMEPC999')).toMatchObject({ ok: false, code: 'notFound' });
});

test('a restart forgets no command and no number', async () => {
  const { id } = await send();
  await agent.fetchCommands();
  forge = await forge.restart();
  agent.base = forge.base;
  expect((await agent.tick()).answer?.commandsWaiting).toBe(true);
  const next = await send();
  expect(
    (await agent.fetchCommands()).commands.map((command) => [command.id, command.header.sequence]),
  ).toEqual([
    [id, 1],
    [next.id, 2],
  ]);
});

test('saved settings become the next version of the document and a command, which tells when it is applied', async () => {
  const saved = await forge.core.documents.save(agent.cmId, { http: { shortIntervalS: 20 } }, 'anna');
  expect(saved).toMatchObject({ ok: true, value: { kind: 'setSettings', state: 'queued' } });
  const [command] = (await agent.fetchCommands()).commands;
  expect(command?.body.args).toMatchObject({
    document: { version: 2, settings: { http: { shortIntervalS: 20 } } },
  });
  await agent.confirm(command!.id, 'done', { kind: 'setSettings' });
  expect((await forge.core.computers.list())[0]).toMatchObject({
    settingsVersion: 2,
    appliedSettingsVersion: 2,
  });
  const versions = await forge.core.store.db
    .selectFrom('documents')
    .select(['version', 'operator'])
    .execute();
  expect(versions).toMatchObject([
    { version: 1, operator: 'CM Server' },
    { version: 2, operator: 'anna' },
  ]);
});

test('two who save at the same moment make two versions', async () => {
  const save = (seconds: number) =>
    forge.core.documents.save(agent.cmId, { http: { shortIntervalS: seconds } }, 'anna');
  await Promise.all([save(20), save(25)]);
  expect((await forge.core.computers.list())[0]).toMatchObject({ settingsVersion: 3, waitingCommands: 2 });
});

test('settings reach a computer that was away for longer than their command was valid', async () => {
  const saved = await forge.core.documents.save(agent.cmId, {}, 'anna');
  await expire(3 * 24 * 60 * minute + 30 * second);
  expect(saved.ok && (await get(saved.value.id)).state).toBe('expired');
  await agent.send('online', agent.onlineInfo({ settingsVersion: 1 }));
  await agent.send('online', agent.onlineInfo({ settingsVersion: 1 }));
  const { commands } = await agent.fetchCommands();
  expect(commands).toMatchObject([
    { body: { kind: 'setSettings', args: { document: { version: 2 } }, operator: 'CM Server' } },
  ]);
});

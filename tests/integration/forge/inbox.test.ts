import { afterEach, beforeEach, expect, test } from 'vitest';
import { hour, minute } from '#forge/clock.ts';
import type { Inventory } from '#shared/protocol/inventory.ts';
import { limits } from '#shared/protocol/limits.ts';
import { newId } from '#shared/wire/id.ts';
import { joinFrames } from '#shared/wire/frames.ts';
import { startForge } from '../../fakes/forge.ts';
import type { Forge } from '../../fakes/forge.ts';
import { newWireKeys, WireAgent } from '../../fakes/wire-agent.ts';
import { like } from './like.ts';

let forge: Forge;
let agent: WireAgent;
beforeEach(async () => {
  forge = await startForge();
  agent = await forge.agent();
});
afterEach(() => forge.close());

const system = (text: string) => ({ event: 'started', text, at: forge.clock.now() });
const newStranger = (): WireAgent => {
  const stranger = new WireAgent(forge.base, { keys: newWireKeys(), now: forge.clock.now });
  stranger.server = agent.server;
  return stranger;
};
const received = async () => (await forge.core.messages.list(agent.cmId, {})).rows;
const descript = (change: Partial<Inventory> = {}) => ({
  taskId: 'descript',
  taskKind: 'descript',
  title: 'Descript',
  startedAt: forge.clock.now(),
  finishedAt: forge.clock.now(),
  outcome: 'ok',
  result: {
    takenAt: forge.clock.now(),
    unread: [],
    cpu: { brand: 'A', vendor: 'B', cores: 2, physicalCores: 1, speedGHz: 3 },
    ...change,
  },
});

test('a message is kept and named by a receipt that the server has signed', async () => {
  const id = newId(forge.clock.now());
  const answer = await agent.send('system', system('C-Monitor started'), { id });
  expect(answer.receipts).toEqual([{ id, outcome: 'kept' }]);
  expect(answer.envelopes[0]?.header).toMatchObject({ from: forge.core.identity.serverId, to: agent.cmId });
  expect(await received()).toMatchObject([
    { id, class: 'system', title: 'C-Monitor started', path: 'HTTP', arrivals: 1 },
  ]);
  expect(await forge.core.messages.get(id)).toMatchObject({
    body: { event: 'started', text: 'C-Monitor started' },
  });
});

test('every class that an outbox keeps is taken, several in one request, with one receipt', async () => {
  const at = forge.clock.now();
  const envelopes = await Promise.all([
    agent.envelope('taskResult', descript()),
    agent.envelope('system', system('a')),
    agent.envelope('notification', { to: ['a@example.com'], subject: 'Disk full', text: 'x', at }),
    agent.envelope('easyclick', { subject: 'Help', text: 'It beeps', at }),
    agent.envelope('confirmation', agent.confirmation(newId(at), 'done')),
  ]);
  const answer = await agent.post(envelopes);
  expect(answer.envelopes).toHaveLength(1);
  expect(answer.receipts.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 5 }, () => 'kept'));
  expect((await received()).map((row) => row.title).sort()).toEqual([
    'Descript',
    'Disk full',
    'Help',
    'a',
    'listProcesses: done',
  ]);
});

test('one message that arrives twenty times at once is kept once, and every arrival is receipted and counted', async () => {
  const envelope = await agent.envelope('taskResult', descript());
  const told: string[] = [];
  forge.core.events.on((event) => told.push(event.event));
  const answers = await Promise.all(Array.from({ length: 20 }, () => agent.post([envelope])));
  expect(answers.every(({ receipts }) => receipts[0]?.outcome === 'kept')).toBe(true);
  expect(await received()).toMatchObject([{ arrivals: 20 }]);
  expect(told.filter((event) => event === 'message')).toHaveLength(1);
});

test('the same id in another envelope is the same message: the first one counts', async () => {
  const id = newId(forge.clock.now());
  await agent.send('system', system('first'), { id });
  const answer = await agent.send('system', system('second'), { id });
  expect(answer.receipts).toEqual([{ id, outcome: 'kept' }]);
  expect(await received()).toMatchObject([{ title: 'first', arrivals: 2 }]);
});

test('the id of a message of another computer is refused and hides nothing', async () => {
  const id = newId(forge.clock.now());
  await agent.send('system', system('mine'), { id });
  const other = await forge.agent();
  expect((await other.send('system', system('theirs'), { id })).receipts).toMatchObject([
    { id, outcome: 'refused' },
  ]);
  expect(await received()).toMatchObject([{ title: 'mine', arrivals: 1 }]);
});

test('a body that does not fit its class is refused with the reason, and the others of the request are kept', async () => {
  const [good, bad] = [newId(forge.clock.now()), newId(forge.clock.now())];
  const answer = await agent.post([
    await agent.envelope('system', { event: 'started' }, { id: bad }),
    await agent.envelope('system', system('good'), { id: good }),
  ]);
  const byId = new Map(answer.receipts.map((item) => [item.id, item]));
  expect(byId.get(good)).toEqual({ id: good, outcome: 'kept' });
  expect(byId.get(bad)).toMatchObject({
    outcome: 'refused',
    reason: like('does not fit'),
  });
  expect(await received()).toHaveLength(1);
});

test('a message that unpacks to too much is refused with the reason; what is kept has the size that it takes', async () => {
  const [large, small] = [newId(forge.clock.now()), newId(forge.clock.now())];
  const body = system('x'.repeat(2000));
  const { receipts } = await agent.post([
    await agent.envelope(
      'taskResult',
      { ...descript(), result: 'x'.repeat(limits.messageBytes) },
      { id: large },
    ),
    await agent.envelope('system', body, { id: small }),
  ]);
  expect(receipts).toMatchObject([
    { id: large, outcome: 'refused', reason: like('too large: unpacked it may have at most 16777216 bytes') },
    { id: small, outcome: 'kept' },
  ]);
  expect(await received()).toMatchObject([{ id: small, bytes: JSON.stringify(body).length }]);
});

test('classes that only the server may send are refused', async () => {
  const answer = await agent.send('command', { kind: 'listProcesses', args: {}, operator: 'x' });
  expect(answer.receipts).toMatchObject([{ outcome: 'refused', reason: like('command') }]);
});

test('a stranger gets a plain 403 and no receipt', async () => {
  const stranger = newStranger();
  stranger.cmId = agent.cmId;
  const answer = await stranger.send('system', system('forged'));
  expect(answer).toMatchObject({ status: 403, envelopes: [] });
  expect(answer.text).toMatch(/^This server does not know the computer .* register it first\.\n$/);
  expect(await received()).toEqual([]);
});

test('a registered computer cannot speak for another one', async () => {
  const other = await forge.agent();
  const answer = await other.send('system', system('forged'), { from: agent.cmId });
  expect(answer).toMatchObject({ status: 403, envelopes: [] });
  expect(await received()).toEqual([]);
});

test('what was signed for another server, and only sealed anew to this one, is refused', async () => {
  const answer = await agent.send('system', system('meant for another'), { to: 'CMS-AAAAAAAAAAAAAAAA' });
  expect(answer).toMatchObject({ status: 421, envelopes: [] });
  expect(await received()).toEqual([]);
});

test('an envelope of which any byte was altered is refused and changes nothing', async () => {
  const envelope = await agent.envelope('system', system('x'));
  for (let i = 0; i < envelope.length; i += 7) {
    const altered = Buffer.from(envelope);
    altered[i]! ^= 0x10;
    const answer = await agent.post([altered]);
    expect([400, 403, 421], `byte ${i}`).toContain(answer.status);
  }
  expect(await received()).toEqual([]);
});

test('an altered envelope beside good ones is left out of the receipt', async () => {
  const good = await agent.envelope('system', system('good'));
  const altered = Buffer.from(await agent.envelope('system', system('bad')));
  altered[altered.length - 1]! ^= 1;
  const answer = await agent.post([altered, good]);
  expect(answer.receipts).toMatchObject([{ outcome: 'kept' }]);
});

test('a stranger cannot make the server unpack anything large, however small it is packed', async () => {
  const stranger = newStranger();
  const bomb = await stranger.envelope('registration', 'x'.repeat(limits.unpackedBytes / 2), { from: 'NEW' });
  const answer = await stranger.post([bomb]);
  expect(answer.status).toBe(403);
  const small = await stranger.envelope('registration', 'x'.repeat(2_000_000), { from: 'NEW' });
  expect(small.length).toBeLessThan(4096);
  expect(await stranger.post([small])).toMatchObject({ status: 400, text: like('is malformed') });
});

test('after three envelopes of strangers a request is heard no further; what came before is receipted', async () => {
  const stranger = newStranger();
  const strange = [
    await stranger.envelope('system', system('x')),
    await stranger.envelope('registration', { secret: 'short' }, { from: 'NEW' }),
    Buffer.from('nonsense'),
  ];
  const [before, after] = [newId(forge.clock.now()), newId(forge.clock.now())];
  const good = await agent.envelope('system', system('before'), { id: before });
  const late = await agent.envelope('system', system('after'), { id: after });
  expect(await agent.post([...strange, late])).toMatchObject({ status: 403, receipts: [] });
  expect((await agent.post([good, ...strange, late])).receipts).toEqual([{ id: before, outcome: 'kept' }]);
  expect((await agent.post([late])).receipts).toEqual([{ id: after, outcome: 'kept' }]);
});

test('what a known computer sends malformed does not hold up what follows', async () => {
  const malformed = await Promise.all(
    Array.from({ length: 5 }, () => agent.envelope('system', system('x'), { sequence: -1 })),
  );
  const id = newId(forge.clock.now());
  const good = await agent.envelope('system', system('good'), { id });
  expect((await agent.post([...malformed, good])).receipts).toEqual([{ id, outcome: 'kept' }]);
});

test('what is no request of envelopes gets 400 or 415 and a sentence', async () => {
  expect(await agent.postBytes(Buffer.from('<html></html>'))).toMatchObject({
    status: 400,
    text: like('no envelopes'),
  });
  expect(await agent.postBytes(Buffer.alloc(0))).toMatchObject({ status: 400 });
  expect(await agent.post([Buffer.from('nonsense')])).toMatchObject({
    status: 400,
    text: 'This is no envelope of C-Monitor.\n',
  });
  const many = Array.from({ length: limits.envelopesPerRequest + 1 }, () => Buffer.alloc(0));
  expect(await agent.postBytes(joinFrames(many))).toMatchObject({ status: 400 });
  expect(await agent.postBytes(Buffer.from('{}'), 'application/json')).toMatchObject({
    status: 415,
    text: like('content type'),
  });
});

test('the last inventory is the newest that was taken, whatever order they arrive in', async () => {
  const os = {
    platform: 'linux',
    name: 'Debian 13',
    version: '13',
    kernel: '6',
    arch: 'x64',
    hostname: 'h',
    timeZone: 'UTC',
    bootedAt: 0,
  };
  await agent.send('taskResult', descript({ os }), { sequence: 20 });
  await agent.send('taskResult', descript(), { sequence: 10 });
  expect(await forge.core.computers.detail(agent.cmId)).toMatchObject({
    computer: { osName: 'Debian 13' },
    inventory: { os: { name: 'Debian 13' } },
    inventoryReceivedAt: forge.clock.now(),
  });
});

test('a failed Descript and a result that is no inventory are messages and change no inventory', async () => {
  await agent.send('taskResult', { ...descript(), outcome: 'failed', reason: 'timeout' });
  await agent.send('taskResult', { ...descript(), result: { nonsense: true } });
  expect(await received()).toHaveLength(2);
  expect((await forge.core.computers.detail(agent.cmId))?.inventory).toBeUndefined();
});

test('online info: the newest wins, an overtaken one changes nothing, and its load is a curve', async () => {
  const old = await agent.envelope('online', agent.onlineInfo({ uptimeS: 1 }));
  forge.clock.advance(2 * minute);
  await agent.send('online', agent.onlineInfo({ uptimeS: 2, agentVersion: '0.2.0' }));
  expect((await agent.post([old])).receipts).toMatchObject([{ outcome: 'kept' }]);
  const detail = await forge.core.computers.detail(agent.cmId);
  expect(detail).toMatchObject({
    computer: { agentVersion: '0.2.0', appliedSettingsVersion: 1 },
    onlineInfo: { uptimeS: 2 },
    load: [{ at: forge.clock.now(), cpuPercent: 12.5, memoryPercent: 25 }],
  });
});

test('online info of a clock that was set back is taken after some minutes', async () => {
  await agent.send('online', agent.onlineInfo());
  const past = forge.clock.now() - 24 * hour;
  await agent.send('online', agent.onlineInfo({ at: past, uptimeS: 5 }));
  expect((await forge.core.computers.detail(agent.cmId))?.onlineInfo?.uptimeS).toBe(100);
  forge.clock.advance(11 * minute);
  await agent.send('online', agent.onlineInfo({ at: past + 11 * minute, uptimeS: 5 }));
  expect((await forge.core.computers.detail(agent.cmId))?.onlineInfo?.uptimeS).toBe(5);
});

test('lists come in pages, newest first, and can be searched whatever the case', async () => {
  for (let i = 0; i < 60; i += 1) {
    forge.clock.advance(1);
    await agent.send('system', system(`Message 100% number ${i}`));
  }
  const first = await forge.core.messages.list(agent.cmId, {});
  expect(first).toMatchObject({ more: true });
  expect(first.rows[0]?.title).toBe('Message 100% number 59');
  const second = await forge.core.messages.list(agent.cmId, { before: first.rows.at(-1)!.id });
  expect(second).toMatchObject({ more: false });
  expect(first.rows.length + second.rows.length).toBe(60);
  expect((await forge.core.messages.list(agent.cmId, { search: '100% NUMBER 7' })).rows).toHaveLength(1);
  expect((await forge.core.messages.list(agent.cmId, { search: '100_' })).rows).toHaveLength(0);
});

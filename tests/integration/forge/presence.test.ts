import { afterEach, beforeEach, expect, test } from 'vitest';
import { minute, second } from '#forge/clock.ts';
import { tickBytes } from '#shared/protocol/tick.ts';
import { startForge } from '../../fakes/forge.ts';
import type { Forge } from '../../fakes/forge.ts';
import type { WireAgent } from '../../fakes/wire-agent.ts';

let forge: Forge;
let agent: WireAgent;
beforeEach(async () => {
  forge = await startForge();
  agent = await forge.agent();
});
afterEach(() => forge.close());

const view = () => forge.core.presence.of(agent.cmId);

test('a tick is answered with what was asked and the server’s time, and makes the computer online', async () => {
  expect(view().state).toBe('new');
  const { status, answer } = await agent.tick();
  expect(status).toBe(200);
  expect(answer).toEqual({
    epoch: 1,
    counter: 1,
    serverTime: forge.clock.now(),
    commandsWaiting: false,
    onlineInfoWanted: true,
  });
  expect(view()).toMatchObject({
    state: 'online',
    evidence: 'tick by HTTP',
    lastAddress: '127.0.0.1',
  });
});

test('a repeated or older counter gets no answer and counts for nothing; a newer epoch begins anew', async () => {
  const first = agent.tickBytes();
  await agent.tick(first);
  await agent.tick();
  forge.clock.advance(10 * minute);
  expect(await agent.tick(first)).toEqual({ status: 409, answer: undefined });
  expect(await agent.tick(agent.tickBytes({ epoch: 0, counter: 99 }))).toMatchObject({ status: 409 });
  expect(view().state).toBe('offline');
  expect(forge.core.presence.refused).toEqual({ forged: 0, old: 2 });
  expect((await agent.tick(agent.tickBytes({ epoch: 2, counter: 1 }))).status).toBe(200);
  expect(view().state).toBe('online');
});

test('a forged, cut, foreign or oversized tick gets no answer and counts for nothing', async () => {
  const good = agent.tickBytes();
  for (let i = 0; i < tickBytes; i += 1) {
    const altered = Buffer.from(good);
    altered[i]! ^= 1;
    expect((await agent.tick(altered)).status, `byte ${i}`).toBe(403);
  }
  expect((await agent.tick(good.subarray(1))).status).toBe(400);
  expect((await agent.tick(Buffer.concat([good, good]))).status).toBe(413);
  expect((await agent.tick(new Uint8Array(0))).status).toBe(400);
  const other = await forge.agent();
  expect((await agent.tick(other.tickBytes({ cmId: agent.cmId }))).status).toBe(403);
  expect(view().state).toBe('new');
  expect((await agent.tick(good)).status).toBe(200);
});

test('silence goes by stages, listeners are told of each, and a goodbye is no outage', async () => {
  const told: string[] = [];
  forge.core.events.on(({ event }) => {
    if (event === 'computer') told.push(view().state);
  });
  await agent.tick();
  forge.clock.advance(80 * second);
  forge.clock.advance(4 * minute);
  await agent.tick();
  await agent.tick(agent.tickBytes({ goingDown: true }));
  forge.clock.advance(60 * minute);
  expect(told).toEqual(['online', 'silent', 'offline', 'online', 'stopped']);
});

test('what was under way when the goodbye came does not bring the computer back', async () => {
  const at = forge.clock.now();
  forge.clock.advance(second);
  await agent.tick(agent.tickBytes({ goingDown: true }));
  forge.core.presence.beat(agent.cmId, 'task result', { path: 'HTTP', address: '127.0.0.1', at });
  expect(view()).toMatchObject({ state: 'stopped', lastBeat: 'tick' });
});

test('anything authentic and new counts as a beat; what is repeated does not', async () => {
  const message = await agent.envelope('system', { event: 'started', text: 'x', at: 0 });
  await agent.post([message]);
  expect(view()).toMatchObject({ state: 'online', evidence: 'system message by HTTP' });
  const online = await agent.envelope('online', agent.onlineInfo(), {
    notAfter: forge.clock.now() + 60 * minute,
  });
  await agent.post([online]);
  const fetch = await agent.envelope('fetch', { at: 0 }, { notAfter: forge.clock.now() + 60 * minute });
  await agent.post([fetch]);
  expect(view().evidence).toBe('fetch by HTTP');
  forge.clock.advance(10 * minute);
  for (const repeated of [message, online, fetch]) await agent.post([repeated]);
  expect(view().state).toBe('offline');
});

test('online info is asked for until it came, and again when the state that ticks speak of has changed', async () => {
  const wanted = async (digest: number) =>
    (await agent.tick(agent.tickBytes({ digest: new Uint8Array(8).fill(digest) }))).answer?.onlineInfoWanted;
  expect(await wanted(1)).toBe(true);
  await agent.send('online', agent.onlineInfo());
  expect(await wanted(1)).toBe(false);
  expect(await wanted(1)).toBe(false);
  expect(await wanted(2)).toBe(true);
  await agent.send('online', agent.onlineInfo());
  expect(await wanted(2)).toBe(false);
  forge.clock.advance(66 * minute);
  expect(await wanted(2)).toBe(true);
});

test('a restart forgets neither the last contact nor the counter, and does not ask everybody for online info', async () => {
  await agent.send('online', agent.onlineInfo());
  const used = agent.tickBytes();
  await agent.tick(used);
  forge = await forge.restart();
  agent.base = forge.base;
  expect(view()).toMatchObject({ state: 'online', lastPath: 'HTTP', lastAddress: '127.0.0.1' });
  expect((await agent.tick(used)).status).toBe(409);
  expect((await agent.tick()).answer?.onlineInfoWanted).toBe(false);
});

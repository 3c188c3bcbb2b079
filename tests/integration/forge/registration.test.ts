import { afterEach, beforeEach, expect, test } from 'vitest';
import { hour, second } from '#forge/clock.ts';
import { parseToken, printToken } from '#shared/wire/token.ts';
import { startForge } from '../../fakes/forge.ts';
import type { Forge } from '../../fakes/forge.ts';
import { newWireKeys, WireAgent } from '../../fakes/wire-agent.ts';
import { like } from './like.ts';

let forge: Forge;
beforeEach(async () => {
  forge = await startForge();
});
afterEach(() => forge.close());

const newAgent = (keys = newWireKeys()): WireAgent =>
  new WireAgent(forge.base, { keys, now: forge.clock.now });
const refusal = async (agent: WireAgent, token: string): Promise<string> => {
  const answer = await agent.register(token);
  return answer.outcome === 'refused' ? answer.code : answer.outcome;
};

test('a token gives the next CM-ID of its customer, keys for ticks and the first document', async () => {
  const answer = await newAgent().register(await forge.token());
  expect(answer).toMatchObject({
    outcome: 'accepted',
    cmId: 'HOMEPC001',
    document: {
      version: 1,
      customer: 'My company',
      licence: { type: 'standard', target: 'desktop' },
      settings: {},
    },
  });
  expect(await newAgent().register(await forge.token())).toMatchObject({ cmId: 'HOMEPC002' });
  expect(await forge.core.computers.list()).toMatchObject([
    {
      cmId: 'HOMEPC001',
      name: 'wire-agent',
      customer: 'HOME',
      presence: 'new',
      settingsVersion: 1,
      appliedSettingsVersion: 0,
    },
    { cmId: 'HOMEPC002' },
  ]);
});

test('the same computer gets the same CM-ID again with the same token: its answer may have been lost', async () => {
  const token = await forge.token();
  const keys = newWireKeys();
  const first = await newAgent(keys).register(token);
  forge.clock.advance(2 * hour);
  const again = await newAgent(keys).register(token);
  expect(again).toMatchObject({ outcome: 'accepted', cmId: 'HOMEPC001' });
  expect('tickKey' in first && 'tickKey' in again && first.tickKey === again.tickKey).toBe(true);
  expect(await forge.core.computers.list()).toHaveLength(1);
});

test('it gets the same CM-ID from a new token too, and that token is used up', async () => {
  const keys = newWireKeys();
  await newAgent(keys).register(await forge.token());
  const token = await forge.token();
  expect(await newAgent(keys).register(token)).toMatchObject({ cmId: 'HOMEPC001' });
  expect(await refusal(newAgent(), token)).toBe('usedToken');
});

test('a registration that somebody repeats gives the same answer and never rolls back what came after it', async () => {
  const token = await forge.token();
  const agent = newAgent();
  await agent.learnServer(parseToken(token)!.rootKeyHash);
  const registration = (computerName: string): Promise<Uint8Array> =>
    agent.envelope('registration', agent.registration(token, { computerName }), { from: 'NEW' });
  const post = async (envelope: Uint8Array): Promise<unknown> => {
    const [answer] = (await agent.post([envelope])).envelopes;
    return JSON.parse(Buffer.from(answer!.body).toString());
  };
  const name = async () => (await forge.core.computers.list())[0]?.name;

  const [first, equal] = [await registration('first'), await registration('equal')];
  const accepted = await post(first);
  expect(await post(first)).toEqual(accepted);
  expect(await post(equal)).toMatchObject({ outcome: 'refused', reason: like('newer registration') });

  forge.clock.advance(second);
  const newer = await registration('newer');
  expect(await post(newer)).toMatchObject({ outcome: 'accepted', cmId: 'HOMEPC001' });
  expect(await post(first)).toMatchObject({ outcome: 'refused', code: 'usedToken' });
  expect(await post(newer)).toMatchObject({ outcome: 'accepted' });
  expect(await name()).toBe('newer');
});

test('a computer whose clock was set back is registered with a new token', async () => {
  const keys = newWireKeys();
  const token = await forge.token();
  await newAgent(keys).register(token);
  const back = new WireAgent(forge.base, { keys, now: () => forge.clock.now() - hour });
  expect(await refusal(back, token)).toBe('usedToken');
  expect(await refusal(back, await forge.token())).toBe('accepted');
});

test('two computers with one token at the same moment: one of them is registered', async () => {
  const token = await forge.token();
  const outcomes = await Promise.all([refusal(newAgent(), token), refusal(newAgent(), token)]);
  expect(outcomes.sort()).toEqual(['accepted', 'usedToken']);
  expect(await forge.core.computers.list()).toHaveLength(1);
});

test('a used, expired, withdrawn or invented token is refused with its reason, and the refusal is signed', async () => {
  const used = await forge.token();
  await newAgent().register(used);
  expect(await refusal(newAgent(), used)).toBe('usedToken');

  const expired = await forge.token();
  forge.clock.advance(hour + 1);
  expect(await refusal(newAgent(), expired)).toBe('expiredToken');

  const withdrawn = await forge.token();
  const [newest] = await forge.core.tokens.list();
  expect(await forge.core.tokens.remove(newest!.id)).toEqual({ ok: true, value: null });
  expect(await refusal(newAgent(), withdrawn)).toBe('unknownToken');

  const invented = printToken({ ...parseToken(used)!, secret: 'A'.repeat(22) });
  expect(await refusal(newAgent(), invented)).toBe('unknownToken');
  expect(await forge.core.computers.list()).toHaveLength(1);
});

test('a used token stays in the history and cannot be withdrawn', async () => {
  await newAgent().register(await forge.token());
  const [token] = await forge.core.tokens.list();
  expect(token).toMatchObject({ usedBy: 'HOMEPC001', usedAt: forge.clock.now() });
  expect(await forge.core.tokens.remove(token!.id)).toMatchObject({ ok: false, code: 'conflict' });
});

test('a token that promises another root key does not get as far as its secret', async () => {
  const token = printToken({ ...parseToken(await forge.token())!, rootKeyHash: 'A'.repeat(43) });
  await expect(newAgent().register(token)).rejects.toThrow('wrongRootKey');
});

test('the server keeps no token: only hashes of their secrets are in its database', async () => {
  const { secret } = parseToken(await forge.token())!;
  const rows = await forge.core.store.db.selectFrom('tokens').selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(secret);
});

test('a restart forgets no computer, no key and no number', async () => {
  const agent = await forge.agent();
  forge = await forge.restart();
  agent.base = forge.base;
  expect((await agent.tick()).status).toBe(200);
  expect(await newAgent().register(await forge.token())).toMatchObject({ cmId: 'HOMEPC002' });
});

test('a body that is no registration is refused in plain words', async () => {
  const agent = newAgent();
  await agent.learnServer(parseToken(await forge.token())!.rootKeyHash);
  const answer = await agent.send('registration', { secret: 'short' }, { from: 'NEW' });
  expect(answer).toMatchObject({
    status: 400,
    text: like('The body does not fit its class'),
  });
});

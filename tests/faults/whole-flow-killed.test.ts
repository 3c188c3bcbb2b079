import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isFinal } from '#shared/protocol/commands.ts';
import type { CommandKind, CommandState } from '#shared/protocol/commands.ts';
import { Product } from '../fakes/product.ts';

/** Rounds of killing; a longer run by hand: `KILL_ROUNDS=2000 npm test -- whole-flow`. */
const rounds = Number(process.env['KILL_ROUNDS'] ?? 200);
const kinds: { kind: CommandKind; args: Record<string, string> }[] = [
  { kind: 'listPartitions', args: {} },
  { kind: 'runTask', args: { taskId: 'descript' } },
  { kind: 'reportStatus', args: {} },
  { kind: 'sendDescript', args: {} },
];

let product: Product;
beforeEach(async () => {
  product = new Product();
  await product.prepare();
});
afterEach(() => product.dispose());

const until = async (what: string, happened: () => Promise<boolean>): Promise<void> => {
  const end = performance.now() + 120_000;
  while (!(await happened())) {
    if (performance.now() > end) throw new Error(`${what} did not happen`);
    await pause(50);
  }
};

test(
  `agent, server or both killed at ${rounds} random moments: nothing acknowledged is lost, nothing is done twice`,
  async () => {
    await product.startForge();
    await product.startAgent();
    const portal = await product.portal();
    await until('the registration', async () => (await portal.call('computers')).length === 1);
    const cmId = (await portal.call('computers'))[0]?.cmId ?? '';

    // The store itself counts every start of a command, whatever the program believes.
    await product.stopAgent();
    product.changeAgentStore(`
      CREATE TABLE test_starts (id TEXT NOT NULL) STRICT;
      CREATE TRIGGER test_count_starts AFTER UPDATE OF state ON commands WHEN new.state = 'started'
        BEGIN INSERT INTO test_starts VALUES (new.id); END;
    `);
    await product.startAgent();

    const acknowledged = new Map<string, CommandKind>();
    const give = async (round: number): Promise<void> => {
      const wanted = kinds[round % kinds.length]!;
      const sent = await portal.call('sendCommand', {
        params: { cmId },
        body: { ...wanted, validMinutes: 60 },
      });
      acknowledged.set(sent.id, wanted.kind);
    };

    for (let round = 0; round < rounds; round += 1) {
      const giving = give(round).catch(() => undefined);
      if (round % 5 === 0) await product.hurryAgent();
      // The moment is what is being varied here.
      await pause(Math.random() * 250);
      const victim = ['agent', 'server', 'both'][Math.floor(Math.random() * 3)];
      await Promise.all([
        victim !== 'server' && product.killAgent(),
        victim !== 'agent' && product.killForge(),
      ]);
      await giving;
      await Promise.all([
        victim !== 'server' && product.startAgent(),
        victim !== 'agent' && product.startForge(),
      ]);
    }

    await until('the end of every command', async () => {
      await product.hurryAgent();
      const states = product.forgeRows<{ state: CommandState }>('SELECT DISTINCT state FROM commands');
      return states.every(({ state }) => isFinal(state));
    });
    await until('an empty outbox', async () => (await product.agentWaiting()) === 0);
    await product.stopAgent();

    const kept = product.forgeRows<{ id: string; class: string; body: string }>(
      'SELECT id, class, body FROM messages',
    );
    const own = product.agentRows<{ id: string; state: string }>('SELECT id, state FROM messages');
    expect(own.filter(({ state }) => state !== 'confirmed')).toEqual([]);
    expect(new Set(kept.map(({ id }) => id))).toEqual(new Set(own.map(({ id }) => id)));
    expect(kept).toHaveLength(own.length);

    const confirmed = kept
      .filter((message) => message.class === 'confirmation')
      .map(({ body }) => (JSON.parse(body) as { commandId: string }).commandId);
    expect(new Set(confirmed).size).toBe(confirmed.length);
    expect([...acknowledged.keys()].filter((id) => !confirmed.includes(id))).toEqual([]);

    const starts = product.agentRows<{ id: string; n: number; kind: CommandKind }>(
      'SELECT s.id, count(*) AS n, c.kind FROM test_starts s JOIN commands c ON c.id = s.id GROUP BY s.id',
    );
    expect(starts.filter(({ kind, n }) => kind === 'runTask' && n > 1)).toEqual([]);
    expect(starts.length).toBeGreaterThan(0);
  },
  rounds * 5000,
);

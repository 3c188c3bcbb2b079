import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { confirmationSchema } from '#shared/protocol/messages.ts';
import { parseBoundedJson } from '#shared/wire/bounded-json.ts';
import { createCmServer } from '#agent/inbox/cm-server.double.ts';

const program = fileURLToPath(new URL('../fakes/mortal-agent.ts', import.meta.url));
const licence = { type: 'basic', target: 'desktop', validTo: 1 };
/** The commands of a round: one that may not be done twice, one that may. */
const given = [
  ['runTask', { taskId: 'task' }],
  ['setSettings', { document: { version: 1, customer: 'settings', licence, settings: {} } }],
] as const;

interface Ended {
  killed: boolean;
  output: string;
}

/** Runs the agent until it has nothing to do, or until it dies at a step. */
const live = (folder: string, fatalStep: number): Promise<Ended> =>
  new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [program, folder, String(fatalStep)],
      { timeout: 30_000 },
      (error, output, errors) => {
        if (error !== null && error.signal !== 'SIGKILL') reject(new Error(`${error.message}\n${errors}`));
        else resolve({ killed: error !== null, output });
      },
    );
  });

const countEach = (names: string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

const effectsIn = (folder: string): Record<string, number> => {
  try {
    return countEach(
      readFileSync(path.join(folder, 'effects'), 'utf8')
        .split('\n')
        .filter((name) => name !== ''),
    );
  } catch {
    return {};
  }
};

/** What is on disk in the end: commands by kind and state, and how many confirmations each has. */
const readStore = (
  folder: string,
): { states: Record<string, string>; confirmations: Record<string, number> } => {
  const db = new DatabaseSync(path.join(folder, 'agent.db'));
  const rows = db.prepare('SELECT kind, state FROM commands').all() as { kind: string; state: string }[];
  const bodies = db.prepare("SELECT body FROM messages WHERE class = 'confirmation'").all() as {
    body: Uint8Array;
  }[];
  db.close();
  return {
    states: Object.fromEntries(rows.map(({ kind, state }) => [kind, state])),
    confirmations: countEach(bodies.map(({ body }) => confirmationSchema.parse(parseBoundedJson(body)).kind)),
  };
};

/** Two commands, one death at the given step, and a second life. */
const round = async (
  fatalStep: number,
): Promise<{ first: Ended; effects: Record<string, number> } & ReturnType<typeof readStore>> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'mortal-'));
  try {
    const server = createCmServer(() => Date.now());
    // Given after the computer knows its commands: a store that is made anew would refuse them.
    const afterwards = { header: { created: Date.now() + 60_000 } };
    const sealed = [];
    for (const [kind, args] of given) sealed.push((await server.command(kind, args, afterwards)).bytes);
    const envelopes = sealed.map((bytes) => Buffer.from(bytes).toString('base64'));
    writeFileSync(path.join(folder, 'given.json'), JSON.stringify({ record: server.record, envelopes }));
    const first = await live(folder, fatalStep);
    if (first.killed) await live(folder, 0);
    return { first, effects: effectsIn(folder), ...readStore(folder) };
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** What is wrong with how a round ended; nothing when every promise was kept. */
const complaints = async (fatalStep: number): Promise<string[]> => {
  const { first, states, confirmations, effects } = await round(fatalStep);
  const done = effects['task'] ?? 0;
  const promises = {
    'was killed': first.killed,
    'each command is confirmed once':
      JSON.stringify(confirmations) === JSON.stringify({ runTask: 1, setSettings: 1 }),
    'the task is not done twice': done <= 1,
    'a task that counts as done was done': states['runTask'] !== 'done' || done === 1,
    'what may be repeated is done in the end':
      states['setSettings'] === 'done' && (effects['settings'] ?? 0) >= 1,
  };
  const broken = Object.entries(promises).flatMap(([promise, kept]) => (kept ? [] : [promise]));
  return broken.map(
    (promise) => `step ${fatalStep}: ${promise}: ${JSON.stringify({ states, confirmations, effects })}`,
  );
};

test(
  'killed at any step from acceptance to confirmation, each command is confirmed once and nothing is done twice',
  { timeout: 240_000 },
  async () => {
    const whole = await round(0);
    expect(whole.states).toEqual({ runTask: 'done', setSettings: 'done' });
    const { steps } = JSON.parse(whole.first.output) as { steps: number };
    expect(steps).toBeGreaterThan(15);

    const waiting = Array.from({ length: steps }, (_, index) => index + 1);
    const heard: string[] = [];
    const roundByRound = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
        heard.push(...(await complaints(next)));
    };
    await Promise.all([roundByRound(), roundByRound()]);
    expect(heard).toEqual([]);
  },
);

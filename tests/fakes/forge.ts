import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { parseConfig } from '#forge/config.ts';
import type { Config } from '#forge/config.ts';
import type { Core } from '#forge/core.ts';
import { createServer } from '#forge/server.ts';
import type { Started } from '#forge/server.ts';
import { createHandClock } from './hand-clock.ts';
import type { HandClock } from './hand-clock.ts';
import { WireAgent } from './wire-agent.ts';

/** A whole Forge on free ports, with a folder of its own and a clock moved by hand. */
export interface Forge {
  base: string;
  folder: string;
  core: Core;
  clock: HandClock;
  started: Started;
  /** A registration token's text, for the first customer. */
  token(): Promise<string>;
  /** An agent that has registered. */
  agent(): Promise<WireAgent>;
  /** Stops it and starts it anew on the same folder. */
  restart(): Promise<Forge>;
  /** Stops it; the folder stays. */
  stop(): Promise<void>;
  /** Stops it; the folder goes too. */
  close(): Promise<void>;
}

export const startForge = async (
  config: Partial<Config> = {},
  folder = mkdtempSync(join(tmpdir(), 'forge-')),
  clock = createHandClock(),
): Promise<Forge> => {
  const server = await createServer(parseConfig({ dataFolder: folder, httpPort: 0, ...config }), {
    clock,
    log: pino({ level: 'silent' }),
    version: '0.0.0',
    portalFolder: join(folder, 'no-pages'),
  });
  const started = await server.start();
  const [base = ''] = started.addresses;
  const token = async (): Promise<string> => {
    const made = await server.createToken({ customer: 'HOME', note: '', validHours: 1 });
    if (!made.ok) throw new Error(made.message);
    return made.value.text;
  };
  return {
    base,
    folder,
    core: server.core,
    clock,
    started,
    token,
    async agent() {
      const agent = new WireAgent(base, { now: clock.now });
      const registered = await agent.register(await token());
      if (registered.outcome !== 'accepted') throw new Error(registered.reason);
      return agent;
    },
    async restart() {
      await server.stop();
      return startForge(config, folder, clock);
    },
    stop: () => server.stop(),
    async close() {
      await server.stop();
      rmSync(folder, { recursive: true });
    },
  };
};

import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { askAgent } from '#agent/console/client.ts';
import { dist, quietNode } from '../../build/dist.ts';
import { freePort } from '../../build/free-port.ts';
import { signIn } from '../../build/portal-client.ts';
import type { PortalClient } from '../../build/portal-client.ts';

interface Started {
  addresses: string[];
  firstOperator?: { name: string; password: string };
}

/** The built product as its users have it: Forge and the service agent, each a process of its own, on a folder of the test. */
export class Product {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'cm-product-'));
  readonly agentFolder: string;
  readonly #config = path.join(this.folder, 'forge.json');
  #forge: ChildProcess | undefined;
  #agent: ChildProcess | undefined;
  /** The maintainer, once Forge has been started. */
  login = { name: '', password: '' };
  address = '';

  /** @param agentFolder where an agent keeps its data that the test starts by itself, such as the tray program */
  constructor(agentFolder?: string) {
    this.agentFolder = agentFolder ?? path.join(this.folder, 'agent');
  }

  /** Writes Forge's configuration and leaves a registration token for the agent. */
  async prepare(): Promise<void> {
    mkdirSync(this.agentFolder, { mode: 0o700 });
    const config = {
      dataFolder: 'forge',
      httpHost: '127.0.0.1',
      httpPort: await freePort(),
      logLevel: 'error',
    };
    writeFileSync(this.#config, JSON.stringify(config));
    const { stdout } = await promisify(execFile)(process.execPath, [
      quietNode,
      dist('server/main.js'),
      '--config',
      this.#config,
      '--token',
    ]);
    writeFileSync(path.join(this.agentFolder, 'registration.token'), stdout);
  }

  /** Resolves when Forge listens. */
  async startForge(): Promise<void> {
    const forge = spawn(process.execPath, [quietNode, dist('server/main.js'), '--config', this.#config], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#forge = forge;
    const [started] = (await Promise.race([
      once(forge, 'message'),
      once(forge, 'exit').then(([code]) => Promise.reject(new Error(`Forge ended with ${String(code)}`))),
    ])) as [Started];
    this.address = started.addresses[0] ?? '';
    if (started.firstOperator !== undefined) this.login = started.firstOperator;
  }

  /** Resolves when the agent's outbox is ready, which its first line of output says. */
  async startAgent(): Promise<void> {
    const agent = spawn(
      process.execPath,
      [quietNode, dist('headless/headless.js'), '--data', this.agentFolder],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
        env: { ...process.env, CMONITOR_SUPERVISED: '1' },
      },
    );
    this.#agent = agent;
    await Promise.race([
      once(agent.stdout, 'data'),
      once(agent, 'exit').then(([code]) => Promise.reject(new Error(`the agent ended with ${String(code)}`))),
    ]);
  }

  killForge(): Promise<void> {
    return end(this.#forge, 'SIGKILL');
  }

  killAgent(): Promise<void> {
    return end(this.#agent, 'SIGKILL');
  }

  stopAgent(): Promise<void> {
    return end(this.#agent, 'SIGTERM');
  }

  portal(): Promise<PortalClient> {
    return signIn(this.address, this.login.name, this.login.password);
  }

  /** Tries everything that waits, at once. */
  async hurryAgent(): Promise<void> {
    await askAgent(this.agentFolder, 'sendNow', undefined);
  }

  /** Messages that have not been confirmed by a signed receipt. */
  async agentWaiting(): Promise<number> {
    const { counts } = (await askAgent(this.agentFolder, 'status', undefined)).outbox;
    return (counts.waiting ?? 0) + (counts.sending ?? 0) + (counts.sent ?? 0);
  }

  /** Rows of the agent's store, which must be stopped. */
  agentRows<T>(sql: string): T[] {
    return rowsOf<T>(path.join(this.agentFolder, 'agent.db'), sql);
  }

  changeAgentStore(sql: string): void {
    const db = new DatabaseSync(path.join(this.agentFolder, 'agent.db'));
    db.exec(sql);
    db.close();
  }

  forgeRows<T>(sql: string): T[] {
    return rowsOf<T>(path.join(this.folder, 'forge', 'forge.db'), sql);
  }

  /** Ends both and removes the folder. */
  async dispose(): Promise<void> {
    await this.stopAgent();
    await end(this.#forge, 'SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const rowsOf = <T>(file: string, sql: string): T[] => {
  const db = new DatabaseSync(file);
  try {
    return db.prepare(sql).all() as T[];
  } finally {
    db.close();
  }
};

const end = async (child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> => {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
};

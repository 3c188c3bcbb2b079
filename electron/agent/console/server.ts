import { chmodSync, rmSync } from 'node:fs';
import net from 'node:net';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { messageOf } from '#shared/error-message.ts';
import { agentCalls } from '#shared/ipc.ts';
import type { AgentApi, AgentCall, IpcAnswer } from '#shared/ipc.ts';
import type { Log } from '../host.ts';
import { consoleAddress } from './address.ts';

const requestSchema = z.strictObject({ call: z.string(), input: z.unknown().optional() });
const longestLine = 2_000_000;

const isCall = (name: string): name is AgentCall => Object.hasOwn(agentCalls, name);

/** One line of JSON in, one line of JSON out. */
const answer = async (line: string, api: AgentApi): Promise<IpcAnswer> => {
  try {
    const { call, input } = requestSchema.parse(JSON.parse(line));
    if (!isCall(call))
      return {
        ok: false,
        message: `This agent has no call named ${call}. Is the command line of another version?`,
      };
    const checked = agentCalls[call].input.safeParse(input);
    if (!checked.success) return { ok: false, message: z.prettifyError(checked.error) };
    // The map ties each call to its input; TypeScript cannot follow that through an index.
    const run = api[call] as (value: unknown) => Promise<unknown>;
    return { ok: true, value: await run(checked.data) };
  } catch (error) {
    return { ok: false, message: messageOf(error) };
  }
};

/** True when an agent answers at this address. */
const isAlive = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = net.connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

/**
 * The agent's door for its own command line, open to this computer's owner alone. It also keeps a second agent from
 * the same data folder.
 */
export class ConsoleServer {
  readonly #address: string;
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();

  constructor(dataFolder: string, api: AgentApi, log: Log) {
    this.#address = consoleAddress(dataFolder);
    this.#server = net.createServer((socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      socket.on('data', () => {
        if (socket.bytesRead > longestLine) socket.destroy();
      });
      const lines = createInterface({ input: socket });
      // readline passes the socket's errors on as its own.
      lines.on('error', (error: Error) => log.debug('a console connection broke', { error: error.message }));
      lines.on('line', (line) => {
        void answer(line, api).then((reply) => socket.writable && socket.write(`${JSON.stringify(reply)}\n`));
      });
    });
  }

  /** @throws a sentence when another agent already works on the same data folder */
  async start(): Promise<void> {
    if (await isAlive(this.#address))
      throw new Error(
        'C-Monitor is already running on this data folder. Use its icon, or start with another folder (--data).',
      );
    if (process.platform !== 'win32') rmSync(this.#address, { force: true });
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#address, resolve);
    });
    if (process.platform !== 'win32') chmodSync(this.#address, 0o600);
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }
}

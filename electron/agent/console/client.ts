import net from 'node:net';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { agentCalls } from '#shared/ipc.ts';
import type { AgentCall, AgentCalls } from '#shared/ipc.ts';
import { consoleAddress } from './address.ts';

const answerSchema = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: z.unknown().optional() }),
  z.strictObject({ ok: z.literal(false), message: z.string() }),
]);

const firstLine = (socket: net.Socket): Promise<string> =>
  new Promise((resolve, reject) => {
    const lines = createInterface({ input: socket });
    lines.once('line', resolve);
    // readline passes the socket's errors on as its own.
    lines.on('error', reject);
    socket.once('close', () => reject(new Error('C-Monitor closed the connection before it answered.')));
  });

/**
 * Asks the running agent of a data folder.
 * @throws a sentence when no agent runs there or it refuses
 */
export const askAgent = async <C extends AgentCall>(
  dataFolder: string,
  call: C,
  input: z.infer<AgentCalls[C]['input']>,
): Promise<z.infer<AgentCalls[C]['output']>> => {
  const socket = net.connect(consoleAddress(dataFolder));
  try {
    socket.write(`${JSON.stringify({ call, input })}\n`);
    const line = await firstLine(socket).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED')
        throw new Error(
          'C-Monitor is not running on this data folder. Start it, or name its folder with --data.',
        );
      if (error.code === 'EACCES')
        throw new Error('C-Monitor runs under another account. Ask as that user or as an administrator.');
      throw error;
    });
    const answer = answerSchema.parse(JSON.parse(line));
    if (!answer.ok) throw new Error(answer.message);
    // The agent is another process of the same version; its answers are checked like any other's.
    return agentCalls[call].output.parse(answer.value) as z.infer<AgentCalls[C]['output']>;
  } finally {
    socket.destroy();
  }
};

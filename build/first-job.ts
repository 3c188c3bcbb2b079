// The first real job, seen from the Portal: the computer registers, its inventory arrives, and it obeys a command.
import type { Computer, SentCommand } from '#shared/portal-data.ts';
import { isFinal, processListSchema } from '#shared/protocol/commands.ts';
import type { PortalClient } from './portal-client.ts';

const patienceMs = 180_000;

/** Asks again until there is an answer; the Portal has no way of waiting but to ask. */
const until = async <T>(what: string, ask: () => Promise<T | undefined>): Promise<T> => {
  const end = performance.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > end)
      throw new Error(
        `${what} did not happen within ${patienceMs / 1000} s. See the log in .data/agent/logs.`,
      );
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

const sendCommand = async (portal: PortalClient, cmId: string, kind: string): Promise<SentCommand> => {
  const sent = await portal.call('sendCommand', {
    params: { cmId },
    body: { kind, args: {}, validMinutes: 10 },
  });
  const ended = await until(`The command ${kind}`, async () => {
    const command = await portal.call('command', { params: { id: sent.id } });
    return isFinal(command.state) ? command : undefined;
  });
  if (ended.state !== 'done')
    throw new Error(`The command ${kind} ended as ${ended.state}: ${ended.reason ?? ''}`);
  return ended;
};

const took = (command: SentCommand): string =>
  `${(command.history.at(-1)?.at ?? command.createdAt) - command.createdAt} ms`;

/** Does the job and says each step in a line. */
export const firstJob = async (portal: PortalClient, say: (line: string) => void): Promise<void> => {
  const computer = await until<Computer>('The registration', async () => (await portal.call('computers'))[0]);
  const { cmId } = computer;
  say(`Registered    ${computer.name} is ${cmId}`);

  const known = await portal.call('computer', { params: { cmId } });
  if (known.inventory !== undefined) await sendCommand(portal, cmId, 'sendDescript');
  const { inventory } = await until('The inventory', async () => {
    const detail = await portal.call('computer', { params: { cmId } });
    return detail.inventory !== undefined && detail.inventoryReceivedAt !== known.inventoryReceivedAt
      ? detail
      : undefined;
  });
  const software = inventory?.software?.length;
  say(
    `Inventory     ${inventory?.os?.name ?? 'unknown system'} ${inventory?.os?.version ?? ''}, ${software ?? 'no readable list of'} programs`,
  );
  for (const { source, reason } of inventory?.unread ?? [])
    say(`              not read: ${source} (${reason})`);

  const { rows } = await portal.call('computerMessages', { params: { cmId }, query: {} });
  const result = rows.find((row) => row.class === 'taskResult');
  if (result !== undefined)
    say(
      `Delivered     ${result.bytes} bytes by ${result.path}, ${result.receivedAt - result.createdAt} ms after it was in the outbox`,
    );

  const listed = await sendCommand(portal, cmId, 'listProcesses');
  say(
    `Obeyed        listed ${processListSchema.parse(listed.result).processes.length} processes, ${took(listed)} from click to answer`,
  );
};

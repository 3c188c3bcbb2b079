// A support company's Forge after two days of work with some computers.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { day, hour, minute, second, systemClock } from '#forge/clock.ts';
import { parseConfig } from '#forge/config.ts';
import type { Core } from '#forge/core.ts';
import { createServer } from '#forge/server.ts';
import type { SentCommand } from '#shared/portal-data.ts';
import type { CommandKind } from '#shared/protocol/commands.ts';
import type { Confirmation } from '#shared/protocol/messages.ts';
import type { Registration } from '#shared/protocol/registration.ts';
import { projectRoot } from '../../build/electron-dist.mjs';
import { onlineInfo } from '../fakes/portal-fixtures.ts';
import { WireAgent } from '../fakes/wire-agent.ts';
import { sampleInventory, sampleProcesses } from './sample-computer.ts';

/** Forge as its operators have it, with a past. */
export interface SupportOffice {
  address: string;
  maintainer: { name: string; password: string };
  core: Core;
  /** The text of a token for one more computer of the customer ACME. */
  token(note: string): Promise<string>;
  /** The request "List processes" that the computer in the pictures has answered. */
  processList: SentCommand;
  stop(): Promise<void>;
}

const operator = 'maintainer';
/** The computer that the pictures show from near. */
export const shownComputer = 'ACMEPC001';

const windows = { platform: 'win32', name: 'Microsoft Windows 11 Pro', version: '10.0.26100' };

/** Starts Forge two days ago, lets computers report to it until now, and goes on in real time. */
export const openSupportOffice = async (): Promise<SupportOffice> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'support-office-'));
  let behindMs = 2 * day;
  const now = (): number => Date.now() - behindMs;
  const config = { dataFolder: folder, httpPort: 0, customerCode: 'ACME', customerName: 'Acme Logistics' };
  const server = await createServer(parseConfig(config), {
    clock: { ...systemClock, now },
    log: pino({ level: 'silent' }),
    version: '0.1.0',
    portalFolder: path.join(projectRoot, 'dist', 'portal'),
  });
  const { core } = server;
  const { addresses, firstOperator } = await server.start();
  const address = addresses[0] ?? '';

  const tokenFor = async (customer: string, note: string): Promise<string> => {
    const made = await server.createToken({ customer, note, validHours: 72 });
    if (!made.ok) throw new Error(made.message);
    return made.value.text;
  };
  const join = async (customer: string, says: Partial<Registration>): Promise<WireAgent> => {
    const agent = new WireAgent(address, { now });
    await agent.register(await tokenFor(customer, ''), says);
    return agent;
  };
  const ask = async (agent: WireAgent, kind: CommandKind, args = {}): Promise<SentCommand> => {
    const sent = await core.commands.send({ cmId: agent.cmId, kind, args, operator, validMinutes: 1440 });
    if (!sent.ok) throw new Error(sent.message);
    return sent.value;
  };
  const obey = async (agent: WireAgent, state: Confirmation['state'], more: Partial<Confirmation>) => {
    for (const { id, body } of (await agent.fetchCommands()).commands) {
      await agent.receipt([id]);
      await agent.confirm(id, state, { kind: body.kind, ...more });
    }
  };

  await core.customers.add({ code: 'SEAL', name: 'Seal Software' });
  const warehouse = await join('ACME', { computerName: 'warehouse-01' });
  const reception = await join('ACME', { computerName: 'reception', platform: 'win32' });
  const accounting = await join('ACME', { computerName: 'accounting', platform: 'win32' });
  const builder = await join('SEAL', { computerName: 'build-server' });
  let processList: SentCommand | undefined;

  /** What happens at a time, in hours before now. */
  const events: [hoursAgo: number, happens: () => Promise<unknown>][] = [
    [47.5, () => reportInventory(warehouse)],
    [47, () => reportInventory(reception, { ...windows, hostname: 'reception' })],
    [46, () => reportInventory(accounting, { ...windows, hostname: 'accounting' })],
    [45, () => reportInventory(builder, { hostname: 'build-server' })],
    [30, () => reportInventory(warehouse)],
    [26, () => accounting.tick()],
    [25, () => ask(warehouse, 'listPartitions').then(() => obey(warehouse, 'done', {}))],
    [8, () => warehouse.send('system', { event: 'started', text: 'C-Monitor 0.1.0 started.', at: now() })],
    [6, () => reportInventory(warehouse)],
    [5, () => builder.tick(builder.tickBytes({ goingDown: true }))],
    [3, () => core.documents.save(warehouse.cmId, { http: { shortIntervalS: 20 } }, operator)],
    [2.9, () => obey(warehouse, 'done', {})],
    [2, () => ask(warehouse, 'restartAgent')],
    [
      1.9,
      () => obey(warehouse, 'refused', { reason: 'This computer forbids commands that restart C-Monitor.' }),
    ],
    [0.3, async () => (processList = await ask(warehouse, 'listProcesses'))],
    [0.29, () => obey(warehouse, 'done', { result: sampleProcesses })],
    [0.05, () => join('ACME', { computerName: 'laptop-of-eva', platform: 'darwin' })],
    [0.035, () => reception.tick()],
    [
      0.03,
      () => ask(reception, 'showMessage', { title: 'Maintenance', text: 'We restart the router at noon.' }),
    ],
  ];
  for (let step = 48 * 6; step > 0; step -= 1) {
    behindMs = step * 10 * minute;
    if (isAtWork(step)) await warehouse.send('online', loadAt(step, now()));
    while (events.length > 0 && events[0]![0] * hour > behindMs - 10 * minute) {
      const [hoursAgo, happens] = events.shift()!;
      behindMs = hoursAgo * hour;
      await happens();
    }
  }
  behindMs = 0;
  await warehouse.send('online', { ...loadAt(0, now()), settingsVersion: 2 });
  const beating = setInterval(() => void warehouse.tick(), 5 * second);

  const listed = processList && (await core.commands.get(processList.id));
  if (!firstOperator || !listed) throw new Error('the office has no past');
  return {
    address,
    maintainer: firstOperator,
    core,
    token: (note) => tokenFor('ACME', note),
    processList: listed,
    stop: async () => {
      clearInterval(beating);
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const reportInventory = async (
  agent: WireAgent,
  os: Parameters<typeof sampleInventory>[1] = {},
): Promise<unknown> => {
  const startedAt = agent.now();
  const task = { taskId: 'descript', taskKind: 'descript', title: 'Descript', outcome: 'ok' };
  const result = { ...sampleInventory(startedAt, os), takenAt: startedAt };
  return agent.send('taskResult', { ...task, startedAt, finishedAt: startedAt + 4 * second, result });
};

/** The computer is off in the nights. */
const isAtWork = (step: number): boolean => step % 144 < 60 || step % 144 > 110;

const loadAt = (step: number, at: number) => {
  const sample = onlineInfo(at);
  const { totalBytes } = sample.memory!;
  return {
    ...sample,
    at,
    cpuPercent: 20 + 16 * Math.sin(step / 9) + ((step * 37) % 17),
    memory: { totalBytes, usedBytes: totalBytes * (0.5 + 0.1 * Math.sin(step / 25)) },
    outbox: { waiting: 0, bytes: 0 },
  };
};

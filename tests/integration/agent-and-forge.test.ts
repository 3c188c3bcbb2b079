import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock as agentClock } from '#agent/clock.ts';
import { systemClock } from '#forge/clock.ts';
import type { PortalEvent } from '#shared/portal-api.ts';
import type { SentCommand } from '#shared/portal-data.ts';
import { isFinal } from '#shared/protocol/commands.ts';
import { parseToken, printToken } from '#shared/wire/token.ts';
import { hostAgent } from '../fakes/agent-host.ts';
import type { HostedAgent } from '../fakes/agent-host.ts';
import { startForge } from '../fakes/forge.ts';
import type { Forge } from '../fakes/forge.ts';

const realClock = { ...systemClock, advance: () => undefined };

let forge: Forge;
let host: HostedAgent;
const leave: (() => Promise<void> | void)[] = [];
beforeEach(async () => {
  forge = await startForge({}, undefined, realClock);
  host = await hostAgent();
});
afterEach(async () => {
  for (const step of leave.splice(0).reverse()) await step();
  await host.close();
  await forge.close();
});

const told = (wanted: (event: PortalEvent) => boolean | Promise<boolean>): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = forge.core.events.on((event) => {
      Promise.resolve(wanted(event)).then((is) => {
        if (!is) return;
        end();
        resolve();
      }, reject);
    });
  });

const register = async (token?: string): Promise<string> => {
  const outcome = await host.agent.api.register({ token: token ?? (await forge.token()) });
  return outcome.outcome === 'done' ? 'done' : outcome.reason;
};

const everythingConfirmed = (): Promise<unknown> =>
  host.when(
    ({ outbox: { counts } }) => counts.confirmed > 0 && counts.waiting + counts.sending + counts.sent === 0,
  );

const command = async (kind: string, args: unknown = {}): Promise<SentCommand> => {
  const sent = await forge.core.commands.send({
    cmId: 'HOMEPC001',
    kind,
    args,
    operator: 'anna',
    validMinutes: 60,
  });
  if (!sent.ok) throw new Error(sent.message);
  const { id } = sent.value;
  const get = async (): Promise<SentCommand> => (await forge.core.commands.get(id))!;
  const ended = told(async () => isFinal((await get()).state));
  // The next tick finds it; a person's click is a tick at once.
  await host.agent.api.sendNow(undefined);
  await ended;
  return get();
};

test('a registered computer delivers its inventory without being asked, and says so everywhere', async () => {
  const arrived = told(({ event }) => event === 'message');
  expect(await register()).toBe('done');
  await arrived;
  await everythingConfirmed();
  const status = host.agent.status();
  expect(status).toMatchObject({
    registration: 'registered',
    cmId: 'HOMEPC001',
    contact: 'ok',
    customer: 'My company',
  });
  expect(status.problems).toEqual([]);
  const { rows } = await forge.core.messages.list('HOMEPC001', {});
  expect(rows).toMatchObject([{ class: 'taskResult', arrivals: 1 }]);
  const [folder] = (await host.agent.api.folders(undefined)).filter(
    ({ folder: name }) => name === 'sentResults',
  );
  expect(folder?.count).toBe(1);
});

test('commands are obeyed and answered; what it does not know or may not do is refused with the reason', async () => {
  await register();
  expect(await command('listPartitions')).toMatchObject({ state: 'done' });
  expect(await command('showMessage', { title: 'Hello', text: 'We restart at noon.' })).toMatchObject({
    state: 'done',
  });
  expect(host.shown).toEqual(['We restart at noon.']);
  await host.agent.api.settingsChange({
    set: { security: { forbiddenCommands: ['user'] } },
    unset: [],
    secrets: {},
  });
  const refused = await command('showMessage', { title: 'Hello', text: 'again' });
  expect(refused).toMatchObject({ state: 'refused' });
  expect(refused.reason).toMatch(/policy/);
  expect(host.shown).toHaveLength(1);
  expect((await command('restartAgent')).state).toBe('done');
  await expect.poll(() => host.restarts).toBe(1);
});

test('settings from the server are in force, shown with their origin, and still there after a restart', async () => {
  await register();
  const saved = await forge.core.documents.save('HOMEPC001', { outgoing: { maxOutboxMb: 77 } }, 'anna');
  if (!saved.ok) throw new Error(saved.message);
  const applied = host.when(({ settingsVersion }) => settingsVersion === 2);
  await host.agent.api.sendNow(undefined);
  await applied;
  host = await host.restart();
  const view = await host.agent.api.settingsView(undefined);
  expect(view.values.outgoing.maxOutboxMb).toBe(77);
  expect(view.origins['outgoing']?.['maxOutboxMb']).toBe('server');
});

test('connection settings that lead nowhere are refused, and the computer stays reachable', async () => {
  await register();
  const saved = await forge.core.documents.save(
    'HOMEPC001',
    { http: { port: 9, alternativePort: 0 } },
    'anna',
  );
  if (!saved.ok) throw new Error(saved.message);
  const { id } = saved.value;
  const ended = told(async () => isFinal((await forge.core.commands.get(id))!.state));
  await host.agent.api.sendNow(undefined);
  await ended;
  const outcome = await forge.core.commands.get(id);
  expect(outcome?.state).not.toBe('done');
  expect(outcome?.reason).toMatch(/cannot be reached/);
  expect((await command('reportStatus')).state).toBe('done');
});

test('results wait while the server is away and arrive once when it is back', async () => {
  await register();
  await everythingConfirmed();
  const port = Number(new URL(forge.base).port);
  const { folder } = forge;
  await forge.stop();
  await host.agent.api.runTask({ taskId: 'descript' });
  await host.when(({ outbox: { counts }, paths }) => counts.waiting > 0 && paths[0]?.state === 'failing');
  const [row] = (await host.agent.api.messages({ folder: 'waiting', search: '', limit: 10 })).rows;
  expect(row?.why).toMatch(/CM Server/);
  host = await host.restart();
  forge = await startForge({ httpPort: port }, folder, realClock);
  await host.agent.api.sendNow(undefined);
  await host.when(({ outbox: { counts } }) => counts.waiting + counts.sending === 0 && counts.confirmed > 1);
  const { rows } = await forge.core.messages.list('HOMEPC001', {});
  expect(rows.map((message) => message.arrivals)).toEqual(rows.map(() => 1));
});

test('a captive portal delivers nothing: HTML with 200, a redirect, JSON that nobody signed', async () => {
  await register();
  await everythingConfirmed();
  const before = host.agent.status().outbox.counts.confirmed;
  const answers = [
    (response: http.ServerResponse) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>'),
    (response: http.ServerResponse) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    (response: http.ServerResponse) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"items":[]}'),
  ];
  let asked = 0;
  const portal = http.createServer((request, response) => {
    request.resume();
    answers[asked % answers.length]!(response);
    asked += 1;
  });
  await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve));
  leave.push(() => void portal.close());
  leave.push(() => portal.closeAllConnections());
  const { port } = portal.address() as AddressInfo;
  await host.agent.api.settingsChange({
    set: { http: { port, alternativePort: 0 } },
    unset: [],
    secrets: {},
  });
  await host.agent.api.runTask({ taskId: 'descript' });
  await host.when(({ outbox: { counts }, contact }) => counts.waiting > 0 && contact === 'lost');
  // Ticks, messages and fetches meet each of the three answers.
  while (asked < 12) {
    const next = once(portal, 'request');
    await host.agent.api.sendNow(undefined);
    await next;
  }
  expect(host.agent.status().outbox.counts.confirmed).toBe(before);
});

test('a token is used once; a wrong root key, a word and an unreachable server are each told in a sentence', async () => {
  const token = await forge.token();
  const real = parseToken(token)!;
  expect(await register('hello')).toMatch(/CM1\./);
  expect(await register(printToken({ ...real, rootKeyHash: 'A'.repeat(43) }))).toMatch(/root key/);
  expect(await register(printToken({ ...real, secret: 'B'.repeat(22) }))).toMatch(/token/i);
  expect(await register(printToken({ ...real, server: 'http://127.0.0.1:9' }))).toMatch(
    /listens|refused|reached/i,
  );
  expect(host.agent.status().registration).not.toBe('registered');
  expect(await register(token)).toBe('done');
  expect(await register(token)).toMatch(/already/);
  const second = await hostAgent();
  leave.push(() => second.close());
  expect(await second.agent.api.register({ token })).toMatchObject({ outcome: 'refused' });
});

test('a second agent on the same folder, a folder that is a file: one sentence each', async () => {
  await expect(hostAgent({}, host.folder)).rejects.toThrow(/already|another/i);
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'agent-')), 'file');
  writeFileSync(file, '');
  await expect(hostAgent({}, file)).rejects.toThrow(/ENOTDIR|folder/i);
});

test('paused, it sends and runs nothing, but still says that it is there', async () => {
  await register();
  await everythingConfirmed();
  await host.agent.api.pause(true);
  await host.agent.api.runTask({ taskId: 'descript' });
  const { outbox, phase } = await host.when(({ outbox: { counts } }) => counts.waiting > 0);
  expect(phase).toBe('paused');
  expect(outbox.counts.waiting).toBe(1);
  await host.agent.api.pause(false);
  await everythingConfirmed();
});

test('a computer that says that it goes is stopped, not silent', async () => {
  await register();
  await everythingConfirmed();
  const stopped = told(() => forge.core.presence.of('HOMEPC001').state === 'stopped');
  await host.agent.stop();
  await stopped;
  expect(forge.core.presence.of('HOMEPC001').evidence).not.toBe('');
  host = await hostAgent({}, host.folder);
});

test('a computer put back from a backup counts anew and is heard again, with what waited for it', async () => {
  await register();
  await everythingConfirmed();
  await host.agent.stop();
  const backup = mkdtempSync(path.join(tmpdir(), 'agent-'));
  const { folder } = host;
  leave.push(() => rmSync(folder, { recursive: true }));
  cpSync(folder, backup, { recursive: true });
  for (let starts = 0; starts < 2; starts += 1) {
    host = await hostAgent({}, folder);
    await host.when(({ contact }) => contact === 'ok');
    await host.agent.stop();
  }
  host = await hostAgent({}, backup);
  await host.when(({ contact }) => contact === 'ok');
  expect(await command('reportStatus')).toMatchObject({ state: 'done' });
});

test('with its settings lost, the computer still knows its server', async () => {
  await register();
  await everythingConfirmed();
  await host.agent.stop();
  rmSync(path.join(host.folder, 'settings.json'));
  host = await hostAgent({}, host.folder);
  expect(await host.when(({ contact }) => contact === 'ok')).toMatchObject({ cmId: 'HOMEPC001' });
});

test('a command is confirmed as soon as sending is switched on again', async () => {
  await register();
  await everythingConfirmed();
  await host.agent.api.settingsChange({ set: { outgoing: { sending: 'disabled' } }, unset: [], secrets: {} });
  const sent = await forge.core.commands.send({
    cmId: 'HOMEPC001',
    kind: 'reportStatus',
    args: {},
    operator: 'anna',
    validMinutes: 60,
  });
  if (!sent.ok) throw new Error(sent.message);
  const { id } = sent.value;
  await host.agent.api.sendNow(undefined);
  await host.when(({ outbox: { counts } }) => counts.waiting === 1);
  const ended = told(async () => isFinal((await forge.core.commands.get(id))!.state));
  await host.agent.api.settingsChange({ set: {}, unset: ['outgoing.sending'], secrets: {} });
  await ended;
  expect((await forge.core.commands.get(id))?.state).toBe('done');
});

test('with a clock that is a day behind, it is heard all the same and says what is wrong', async () => {
  await host.close();
  const behind = { ...agentClock, now: () => agentClock.now() - 86_400_000 };
  host = await hostAgent({ clock: behind });
  await register();
  await everythingConfirmed();
  expect(await command('reportStatus')).toMatchObject({ state: 'done' });
  expect(host.agent.status().problems.map(({ code }) => code)).toContain('clock');
  expect(forge.core.presence.of('HOMEPC001').state).toBe('online');
});

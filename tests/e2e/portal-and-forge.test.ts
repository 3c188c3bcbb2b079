import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '#forge/clock.ts';
import { parseConfig } from '#forge/config.ts';
import { createServer } from '#forge/server.ts';
import { projectRoot } from '../../build/electron-dist.mjs';
import { inventory, onlineInfo, processes } from '../fakes/portal-fixtures.ts';
import { openPortal } from '../fakes/portal-in-browser.ts';
import { startBrowser } from '../fakes/window-in-browser.ts';
import { WireAgent } from '../fakes/wire-agent.ts';

/** A whole Forge with the built Portal, and a browser in which the maintainer has signed in. */
async function openOffice(): Promise<{ page: Page; address: string; complaints: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'portal-'));
  const server = await createServer(parseConfig({ dataFolder: folder, httpPort: 0 }), {
    clock: systemClock,
    log: pino({ level: 'silent' }),
    version: '0.0.0',
    portalFolder: join(projectRoot, 'dist', 'portal'),
  });
  onTestFinished(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });
  const { addresses, firstOperator } = await server.start();
  const address = addresses[0]!;
  const browser = await startBrowser();
  onTestFinished(() => browser.close());
  const { page, complaints, signIn } = await openPortal(browser, address);
  await signIn(firstOperator!.name, firstOperator!.password);
  return { page, address, complaints };
}

/** Makes a token in the Portal and lets a computer register with it. */
async function addComputer(page: Page, address: string): Promise<WireAgent> {
  await page.getByRole('button', { name: 'Make a registration token' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make token' }).click();
  const token = await page.getByLabel('Registration token').inputValue();
  const agent = new WireAgent(address);
  expect(await agent.register(token)).toMatchObject({ outcome: 'accepted' });
  await page.getByText(`${agent.cmId} has registered.`).waitFor();
  await page.getByRole('link', { name: 'Open it' }).click();
  await page.getByRole('heading', { name: 'wire-agent' }).waitFor();
  return agent;
}

/** The next command that waits for a computer, taken as a computer takes it. */
async function takeCommand(agent: WireAgent) {
  const { commands } = await agent.fetchCommands();
  const command = commands[0]!;
  await agent.receipt([command.id]);
  return command;
}

test('a computer registers, reports, obeys and is set, all before the eyes of the maintainer', async () => {
  const { page, address, complaints } = await openOffice();
  const agent = await addComputer(page, address);

  const now = Date.now();
  const descript = { taskId: 'descript', taskKind: 'descript', title: 'Descript', outcome: 'ok' };
  await agent.send('taskResult', { ...descript, startedAt: now, finishedAt: now, result: inventory(now) });
  await agent.send('online', onlineInfo(now));
  await page.getByText('9.2 GB of 16 GB').waitFor();
  await page.getByText('Online', { exact: true }).first().waitFor();
  await page.getByRole('tab', { name: 'Inventory' }).click();
  await page.getByText('ESPRIMO D7010').waitFor();
  await page.getByRole('tab', { name: 'Messages received to CM' }).click();
  await page.getByRole('link', { name: 'Descript' }).click();
  await page.getByRole('heading', { name: 'Content' }).waitFor();

  await page.getByRole('button', { name: 'Send command' }).click();
  await page.getByRole('menuitem', { name: 'List processes' }).click();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const steps = page.getByRole('list', { name: 'Steps of the request' });
  await steps.getByText('Queued on the CM Server (under way)').waitFor();
  const command = await takeCommand(agent);
  await steps.getByText('Received by the computer (under way)').waitFor();
  await agent.confirm(command.id, 'done', { result: processes(20) });
  await steps.getByText('Done (done)').waitFor();
  await page.getByText('20 of 20 processes').waitFor();

  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByRole('checkbox', { name: 'CM Server decides: Time-out' }).check();
  await page.getByRole('textbox', { name: 'Time-out' }).fill('45');
  await page.getByRole('button', { name: 'Save and send' }).click();
  await page.getByText('The computer has not applied version 2 yet.').waitFor();
  const change = await takeCommand(agent);
  expect(change.body).toMatchObject({
    kind: 'setSettings',
    args: { document: { version: 2, settings: { http: { timeoutS: 45 } } } },
  });
  await agent.confirm(change.id, 'done', { kind: 'setSettings' });
  await agent.send('online', { ...onlineInfo(Date.now()), settingsVersion: 2 });
  await page.getByText('The computer has applied what is saved here.').waitFor();
  expect(complaints).toEqual([]);
});

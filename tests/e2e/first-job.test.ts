// The whole product before the eyes of its two users: the person at the computer, and the maintainer at the Portal.
import os from 'node:os';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openPortal } from '../fakes/portal-in-browser.ts';
import { Product } from '../fakes/product.ts';
import type { TrayItem } from '../fakes/tray-host.ts';
import { startBrowser } from '../fakes/window-in-browser.ts';
import { startDesktop } from './tray-program.ts';
import type { Desktop, Program } from './tray-program.ts';

let desktop: Desktop;
let product: Product;
beforeEach(async () => {
  desktop = await startDesktop();
  product = new Product(desktop.dataFolder);
  await product.prepare();
  await product.startForge();
});
afterEach(async () => {
  await desktop.stop();
  await product.dispose();
});

/** Starts the tray program on the token that an installer has left, and waits until the tray says that it is connected. */
const startComputer = async (): Promise<{ program: Program; item: TrayItem }> => {
  const trays = await desktop.showTrays();
  const program = await desktop.start('--hidden');
  const item = await trays.item();
  await item.menuWhen((lines) => lines.includes(`Connected to ${product.address}`));
  return { program, item };
};

const systemMessages = (window: Page) =>
  window.getByRole('checkbox', { name: 'Allow sending System Messages' });

test('a setting that is changed in the configuration window is there again after the next start', async () => {
  const { program, item } = await startComputer();
  await item.click('Configuration…');
  const window = await program.window();
  await window.getByText(`Connected to ${product.address}.`).waitFor();
  await window.getByRole('treeitem', { name: 'Outgoing Messages for CM Server' }).click();
  expect(await systemMessages(window).isChecked()).toBe(false);
  await systemMessages(window).click();
  await window.getByRole('button', { name: 'Apply' }).click();
  await window.getByText('The settings have been applied.').waitFor();
  await item.click('Exit');
  expect(await program.ended).toBe(0);

  const again = await desktop.start('--open', 'outgoing');
  const anew = await again.window();
  await anew.getByRole('heading', { level: 1, name: 'Outgoing Messages for CM Server' }).waitFor();
  expect(await systemMessages(anew).isChecked()).toBe(true);
  await anew.getByText(`Connected to ${product.address}.`).waitFor();
});

test('the maintainer sees the computer with its inventory, and has its processes listed', async () => {
  const { program } = await startComputer();
  const browser = await startBrowser();
  try {
    const { page, complaints, signIn } = await openPortal(browser, product.address);
    await signIn(product.login.name, product.login.password);
    await page.getByRole('link', { name: os.hostname(), exact: true }).click();
    await page.getByText('Online', { exact: true }).first().waitFor();
    await page.getByText('HOME – My company').waitFor();
    await page.getByRole('tab', { name: 'Inventory' }).click();
    // The real machine, read by the real agent: its kernel as it stands.
    await page.getByText(os.release(), { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Send command' }).click();
    await page.getByRole('menuitem', { name: 'List processes' }).click();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const steps = page.getByRole('list', { name: 'Steps of the request' });
    await steps.getByText('Done (done)').waitFor();
    const own = String(program.app.process().pid);
    await page.getByLabel('Search processes').fill(own);
    await page
      .getByRole('row')
      .filter({ hasText: own })
      .filter({ hasText: desktop.dataFolder })
      .first()
      .waitFor();
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
  }
});

test('the tray shows the exclamation mark while Forge is away, and only then', async () => {
  const { item } = await startComputer();
  const isMarked = async () => (await item.icon()).yellow > 0.1;
  expect(await isMarked()).toBe(false);
  await product.killForge();
  await item.menuWhen((lines) => lines.includes(`No contact with ${product.address}`));
  await vi.waitFor(async () => expect(await isMarked()).toBe(true));
  expect(await item.tooltip()).toContain(`C-Monitor: No contact with ${product.address}`);
  await product.startForge();
  await item.menuWhen((lines) => lines.includes(`Connected to ${product.address}`));
  await vi.waitFor(async () => expect(await isMarked()).toBe(false));
});

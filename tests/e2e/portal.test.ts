import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { projectRoot } from '../../build/electron-dist.mjs';
import { hostileText, processes } from '../fakes/portal-fixtures.ts';
import { openPortal } from '../fakes/portal-in-browser.ts';
import type { OpenPortal } from '../fakes/portal-in-browser.ts';
import { operator, startSupportDesk } from '../fakes/support-desk.ts';
import type { SupportDesk } from '../fakes/support-desk.ts';
import { startBrowser } from '../fakes/window-in-browser.ts';

const pages = join(projectRoot, 'dist', 'portal');
let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
});

interface Visit extends OpenPortal {
  desk: SupportDesk;
}

/** Opens the Portal of a support desk of its own, and signs in. */
async function visit(
  path = '/',
  options: Parameters<typeof startSupportDesk>[1] = {},
  look: Parameters<typeof openPortal>[2] = {},
): Promise<Visit> {
  const desk = await startSupportDesk(pages, options);
  onTestFinished(() => desk.stop());
  const portal = await openPortal(browser, desk.url + path, look);
  onTestFinished(() => portal.close());
  await portal.signIn(operator.name, operator.password);
  await portal.page.getByRole('heading', { level: 1 }).filter({ hasNotText: 'Sign in' }).waitFor();
  return { ...portal, desk };
}

describe('signing in', () => {
  test('a wrong password is told in a sentence, and the right one leads to the address that was asked for', async () => {
    const desk = await startSupportDesk(pages);
    onTestFinished(() => desk.stop());
    const { page, signIn, complaints, close } = await openPortal(browser, `${desk.url}/customers`);
    onTestFinished(close);
    await signIn(operator.name, 'wrong');
    await page.getByText('Name or password is wrong.').waitFor();
    expect(await page.getByLabel('Password').inputValue()).toBe('');
    await signIn(operator.name, operator.password);
    await page.getByRole('heading', { name: 'Customers' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('a session that ends leads to the sign-in page, and back to where one was', async () => {
    const { page, desk, signIn, complaints } = await visit('/computers/ACMEPC001/inventory');
    await page.getByText('ESPRIMO D7010').waitFor();
    desk.endSessions();
    await page.getByText('Your session has ended.').waitFor();
    await signIn(operator.name, operator.password);
    await page.getByText('ESPRIMO D7010').waitFor();
    expect(complaints).toEqual([]);
  });

  test('signing out ends it, also after a reload', async () => {
    const { page, complaints } = await visit();
    await page.getByRole('button', { name: 'Account of maintainer' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByLabel('Password').waitFor();
    await page.reload();
    await page.getByLabel('Password').waitFor();
    expect(complaints).toEqual([]);
  });

  test('the password is changed only when the new one was typed twice alike', async () => {
    const { page, signIn, complaints } = await visit();
    await page.getByRole('button', { name: 'Account of maintainer' }).click();
    await page.getByRole('menuitem', { name: 'Change password' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change password' });
    await dialog.getByLabel('Old password').fill(operator.password);
    await dialog.getByLabel('New password', { exact: true }).fill('a new long one');
    await dialog.getByLabel('New password again').fill('another long one');
    await dialog.getByRole('button', { name: 'Change password' }).click();
    await dialog.getByText('This is not the same as above.').waitFor();
    await dialog.getByLabel('New password again').fill('a new long one');
    await dialog.getByRole('button', { name: 'Change password' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Account of maintainer' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await signIn(operator.name, 'a new long one');
    await page.getByRole('heading', { name: 'Computers' }).waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('computers', () => {
  test('are searched, filtered and opened by keyboard alone', async () => {
    const { page, complaints } = await visit();
    await page.getByRole('link', { name: 'warehouse-01' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('acme windows');
    await expect
      .poll(() => page.getByRole('link', { name: /^(reception|accounting|warehouse-01)$/ }).count())
      .toBe(2);
    expect(new URL(page.url()).search).toBe('?search=acme+windows');
    await page.getByRole('button', { name: /Offline/ }).press('Enter');
    await expect.poll(() => page.getByRole('link', { name: 'reception' }).count()).toBe(0);
    await page.getByRole('grid').press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'accounting' }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'accounting' }).waitFor();
    expect(await page.getByLabel('Search computers').inputValue()).toBe('acme windows');
    expect(complaints).toEqual([]);
  });

  test('change on the page as they change', async () => {
    const { page, desk, complaints } = await visit();
    const row = page.getByRole('row').filter({ hasText: 'ACMEPC003' });
    await row.getByText('Offline').waitFor();
    desk.computers.find(({ cmId }) => cmId === 'ACMEPC003')!.presence = 'online';
    desk.tell({ event: 'computer', cmId: 'ACMEPC003' });
    await row.getByText('Online').waitFor();
    expect(complaints).toEqual([]);
  });

  test('that say hostile things are shown as they say them', async () => {
    const { page, complaints } = await visit('/computers/SEALPC001');
    await page.getByRole('heading', { name: hostileText }).waitFor();
    expect(await page.getByText(hostileText, { exact: true }).count()).toBeGreaterThanOrEqual(4);
    await page.getByRole('tab', { name: 'Inventory' }).click();
    await page.getByLabel('Search software').fill('onerror');
    await page.getByRole('cell', { name: hostileText }).first().waitFor();
    expect(await page.locator('img, #root script').count()).toBe(0);
    expect(await page.title()).not.toBe('owned');
    expect(complaints).toEqual([]);
  });

  test('there are none yet: the page says how to add one, and tells when it has registered', async () => {
    const { page, desk, complaints } = await visit('/', { empty: true });
    await page.getByText('No computer has registered yet').waitFor();
    await page.getByRole('button', { name: 'Make a registration token' }).click();
    await page.getByRole('dialog').getByLabel('Note').fill('for the warehouse');
    await page.getByRole('dialog').getByRole('button', { name: 'Make token' }).click();
    expect(await page.getByLabel('Registration token').inputValue()).toMatch(/^CM1\./);
    await page.getByText('Waiting for the computer to register').waitFor();
    desk.register('ACMEPC001');
    await page.getByText('ACMEPC001 has registered.').waitFor();
    await page.getByRole('link', { name: 'Open it' }).click();
    await page.getByRole('heading', { name: 'warehouse-01' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('a CM-ID that nobody has is told as such', async () => {
    const { page, complaints } = await visit('/computers/ACMEPC999');
    await page.getByRole('heading', { name: 'There is no such computer' }).waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('commands', () => {
  test('are sent, and every step and the answer appear as they happen', async () => {
    const { page, desk, complaints } = await visit('/computers/ACMEPC001');
    await page.getByRole('button', { name: 'Send command' }).click();
    await page.getByRole('menuitem', { name: 'List processes' }).click();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const steps = page.getByRole('list', { name: 'Steps of the request' });
    await steps.getByText('Queued on the CM Server (under way)').waitFor();
    const { id } = desk.commands[0]!;
    desk.advance(id, 'offered');
    await steps.getByText('Offered to the computer (under way)').waitFor();
    await steps.getByText('by HTTP').waitFor();
    desk.advance(id, 'received');
    await steps.getByText('Received by the computer (under way)').waitFor();
    expect(await page.getByRole('button', { name: 'Cancel request' }).count()).toBe(0);
    desk.advance(id, 'started');
    desk.advance(id, 'done', { result: processes(300) });
    await steps.getByText('Done (done)').waitFor();
    await page.getByText('300 of 300 processes').waitFor();
    await page.getByLabel('Search processes').fill('worker-299');
    await page.getByRole('cell', { name: 'worker-299', exact: true }).waitFor();
    await page.getByLabel('Search processes').fill('');
    await page.getByRole('button', { name: 'Memory' }).click();
    const memory = page.getByRole('row').nth(1).getByRole('cell').nth(4);
    await expect.poll(() => memory.textContent()).toBe('0 B');
    expect(complaints).toEqual([]);
  });

  test('that cannot be done say why', async () => {
    const { page, complaints } = await visit('/computers/ACMEPC001/requests');
    await page.getByRole('link', { name: 'Restart C-Monitor' }).click();
    await page.getByText('This computer forbids commands that restart C-Monitor.').waitFor();
    expect(complaints).toEqual([]);
  });

  test('are cancelled as long as the computer has not received them', async () => {
    const { page, desk, complaints } = await visit('/computers/ACMEPC002');
    await page.getByRole('button', { name: 'Send command' }).click();
    await page.getByRole('menuitem', { name: 'Message to the user' }).click();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    expect(await page.getByText('Fill this in.').count()).toBe(2);
    await page.getByLabel('Title').fill('Maintenance');
    await page.getByLabel('Text').fill('At noon.');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('button', { name: 'Cancel request' }).click();
    await page.getByRole('list', { name: 'Steps of the request' }).getByText('Cancelled').waitFor();
    expect(desk.commands[0]).toMatchObject({
      state: 'cancelled',
      args: { title: 'Maintenance', text: 'At noon.' },
    });
    expect(complaints).toEqual([]);
  });
});

describe('messages', () => {
  test('are listed page by page, searched, and opened with their content', async () => {
    const { page, complaints } = await visit('/computers/ACMEPC001/messages');
    await page.getByRole('link', { name: 'Descript' }).first().waitFor();
    await page.getByRole('button', { name: 'Show older' }).click();
    await expect.poll(() => page.getByRole('grid').getAttribute('aria-rowcount')).toBe('101');
    await page.getByLabel('Search messages').fill('onerror');
    await page.getByRole('link', { name: hostileText }).click();
    await page.getByRole('heading', { name: 'Content' }).waitFor();
    expect(await page.locator('pre').textContent()).toContain('<script>document.title=');
    expect(complaints).toEqual([]);
  });
});

describe('settings', () => {
  test('are checked, saved, sent, and seen applied', async () => {
    const { page, desk, complaints } = await visit('/computers/ACMEPC001/settings');
    await page.getByText('The computer has applied what is saved here.').waitFor();
    await page.getByRole('checkbox', { name: 'CM Server decides: Time-out' }).check();
    await page.getByRole('textbox', { name: 'Time-out' }).fill('4');
    await page.getByRole('button', { name: 'Save and send' }).click();
    await page.getByText('Write 5 to 300 seconds.').waitFor();
    await page.getByRole('tab', { name: 'Overview' }).click();
    await page.getByRole('tab', { name: 'Settings' }).click();
    await page.getByText('1 change not saved yet').waitFor();
    await page.getByRole('textbox', { name: 'Time-out' }).fill('45');
    await page.getByRole('button', { name: 'Save and send' }).click();
    await page.getByText('The computer has not applied version 2 yet.').waitFor();
    expect(desk.commands[0]).toMatchObject({
      kind: 'setSettings',
      args: { document: { version: 2, settings: { http: { shortIntervalS: 15, timeoutS: 45 } } } },
    });
    desk.computers.find(({ cmId }) => cmId === 'ACMEPC001')!.appliedSettingsVersion = 2;
    desk.advance(desk.commands[0]!.id, 'done');
    await page.getByText('The computer has applied what is saved here.').waitFor();
    await page.getByRole('link', { name: 'Done' }).waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('customers and tokens', () => {
  test('a customer is added, and a code that is taken is told', async () => {
    const { page, complaints } = await visit('/customers');
    await page.getByRole('button', { name: 'Add customer' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Code').fill('acme');
    await dialog.getByLabel('Name').fill('Acme again');
    await dialog.getByRole('button', { name: 'Add customer' }).click();
    await dialog.getByText('There is a customer ACME already.').waitFor();
    await dialog.getByLabel('Code').fill('nova');
    await dialog.getByRole('button', { name: 'Add customer' }).click();
    await page.getByRole('cell', { name: 'NOVA' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('who is no maintainer is told why customers cannot be added', async () => {
    const { page, complaints } = await visit('/customers', { role: 'operator' });
    const button = page.getByRole('button', { name: 'Add customer' });
    await button.hover();
    await page.getByText('Only a maintainer may add customers.').last().waitFor();
    await button.click({ force: true });
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('a token is withdrawn after a question', async () => {
    const { page, complaints } = await visit('/tokens');
    const row = page.getByRole('row').filter({ hasText: 'New notebook for Eva' });
    await row.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Withdraw' }).click();
    await row.waitFor({ state: 'hidden' });
    expect(complaints).toEqual([]);
  });
});

test('a server that is away is told, what was read stays, and all goes on when it is back', async () => {
  const { page, desk, complaints } = await visit();
  await page.getByRole('link', { name: 'warehouse-01' }).waitFor();
  await page.route('**/api/**', (route) => route.abort());
  desk.endStreams();
  await page.getByText('Reconnecting').waitFor();
  await page.getByText('The CM Server cannot be reached.').waitFor();
  expect(await page.getByRole('link', { name: 'warehouse-01' }).count()).toBe(1);
  await page.unroute('**/api/**');
  await page.getByText('Live').waitFor();
  await page.getByText('The CM Server cannot be reached.').waitFor({ state: 'hidden' });
  expect(complaints).toEqual([]);
});

const places = [
  ['/', 'warehouse-01'],
  ['/computers/ACMEPC001', 'Online information'],
  ['/computers/ACMEPC001/inventory', 'ESPRIMO D7010'],
  ['/computers/ACMEPC001/messages', 'Descript'],
  ['/computers/ACMEPC001/requests', 'List partitions'],
  ['/computers/ACMEPC001/settings', 'Saved here'],
  ['/tokens', 'Unused'],
  ['/customers', 'Acme Logistics'],
] as const;

test.each([
  ['light, wide', { colorScheme: 'light', viewport: { width: 1280, height: 800 } }],
  ['dark, middle', { colorScheme: 'dark', viewport: { width: 1024, height: 768 } }],
  ['light, small', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
] as const)('every page is without barriers and fits: %s', async (_, look) => {
  const { page, desk, findBarriers, complaints } = await visit('/', {}, look);
  for (const [path, words] of places) {
    await page.goto(desk.url + path);
    await page.getByText(words, { exact: true }).first().waitFor();
    expect(await findBarriers(), path).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), path).toBe(0);
  }
  await page.goto(`${desk.url}/computers/ACMEPC001`);
  await page.getByRole('button', { name: 'Send command' }).click();
  await page.getByRole('menuitem', { name: 'Message to the user' }).click();
  await page.getByLabel('Title').waitFor();
  expect(await findBarriers(), 'dialog').toEqual([]);
  expect(complaints).toEqual([]);
});

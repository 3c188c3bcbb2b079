import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { axeOf, useConfigWindow } from '../fakes/config-window.ts';
import {
  connectedStatus,
  failedProbe,
  goodProbe,
  newStatus,
  sampleMessages,
} from '../fakes/window-samples.ts';

const now = Date.now();
const open = useConfigWindow();

const goTo = (page: Page, name: string): Promise<void> =>
  page.getByRole('treeitem', { name, exact: true }).click();
const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
const isBlocked = (of: Locator): Promise<string | null> => of.getAttribute('aria-disabled');

describe('the frame', () => {
  test('the tree has the pages in their order; those not built are there with the reason', async () => {
    const { page } = await open();
    const items = page.getByRole('treeitem');
    expect(
      await items.evaluateAll((all) =>
        all.map((one) => one.querySelector(':scope > :nth-child(2)')?.textContent),
      ),
    ).toEqual([
      'General',
      'Outgoing Messages for CM Server',
      'SMTP 1 (for CM messages)',
      'SMTP 2 (for CM messages)',
      'MAPI',
      'Notification Messages',
      'SMTP 3 (for notif. messages)',
      'SMTP 4 (for notif. messages)',
      'Incoming Commands from CM Server',
      'POP3',
      'IMAP',
      'WebSocket',
      'FTP',
      'Shared Folder',
      'Archive',
      'Customer Monitor Server (http)',
      'Messages',
      'Remote Access',
      'RemoteAgent',
      'Communicator',
      'Security',
      'Easyclick Requests',
      'Net Traffic Monitor',
      'Conflict Applications',
    ]);
    await page.getByRole('treeitem', { name: 'POP3' }).click({ force: true });
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('General');
    await page.getByRole('treeitem', { name: 'FTP' }).hover();
    const reason = page.getByText('This page is not part of this version yet.').filter({ visible: true });
    await reason.waitFor();
    expect(await reason.count()).toBe(1);
  });

  test('arrow keys, Home, End and letters go through the tree, and the page follows', async () => {
    const { page } = await open();
    const title = page.getByRole('heading', { level: 1 });
    await page.getByRole('treeitem', { name: 'General' }).focus();
    await page.keyboard.press('ArrowDown');
    expect(await title.textContent()).toBe('Outgoing Messages for CM Server');
    await page.keyboard.press('ArrowLeft');
    expect(await page.getByRole('treeitem', { name: 'MAPI' }).count()).toBe(0);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.type('cus');
    expect(await title.textContent()).toBe('Customer Monitor Server (http)');
    await page.keyboard.press('End');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Conflict Applications');
    expect(await title.textContent()).toBe('Customer Monitor Server (http)');
    await page.keyboard.press('Home');
    expect(await title.textContent()).toBe('General');
  });

  test('the shell can ask for a page, and the status bar follows the agent', async () => {
    const { page, bridge } = await open();
    bridge.openPage('messages');
    await page.getByRole('heading', { level: 1, name: 'Messages' }).waitFor();
    await page.getByText('Connected to cm.support.example.').waitFor();
    bridge.becomes({ contact: 'lost' });
    await page.getByText('No contact with cm.support.example.').waitFor();
    expect(await page.getByText('Connected to cm.support.example.').count()).toBe(0);
  });

  test('every page, light and dark, is clean for axe', { timeout: 120_000 }, async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, bridge } = await open(
        {
          messages: sampleMessages(now),
          server: { http: { shortIntervalS: 20 } },
          local: { http: { port: 8443 } },
        },
        { colorScheme },
      );
      for (const name of ['general', 'outgoing', 'http', 'messages']) {
        bridge.openPage(name);
        if (name === 'messages') await page.getByText('Descript of EVA-DESKTOP').first().waitFor();
        expect(await axeOf(page)).toEqual([]);
      }
      await page.getByRole('row').nth(1).dblclick();
      await page.getByRole('dialog').waitFor();
      expect(await axeOf(page)).toEqual([]);
    }
    const { page } = await open({ status: newStatus(now) });
    expect(await axeOf(page)).toEqual([]);
  });
});

describe('OK, Cancel and Apply', () => {
  test('a change marks its page, wakes Apply, and Ctrl+S applies it without closing', async () => {
    const { page, bridge } = await open();
    expect(await isBlocked(button(page, 'Apply'))).toBe('true');
    await goTo(page, 'Customer Monitor Server (http)');
    await page.getByLabel('Server address').fill('cm.acme.example');
    await page.getByRole('treeitem', { name: 'Customer Monitor Server (http) changed' }).waitFor();
    expect(await isBlocked(button(page, 'Apply'))).toBeNull();
    await expect.poll(() => bridge.dirty).toBe(true);
    await page.keyboard.press('Control+s');
    await page.getByText('The settings have been applied.').waitFor();
    expect(bridge.inputsOf('settingsChange')).toEqual([
      { set: { http: { server: 'cm.acme.example' } }, unset: [], secrets: {} },
    ]);
    await expect.poll(() => bridge.dirty).toBe(false);
    expect(await isBlocked(button(page, 'Apply'))).toBe('true');
    expect(bridge.closed).toBe(false);
  });

  test('changes on several pages are applied together by Enter, and the window closes', async () => {
    const { page, bridge } = await open();
    await page.getByLabel('Show the icon in the tray').uncheck();
    await goTo(page, 'Outgoing Messages for CM Server');
    await page.getByLabel('Maximum Outbox File Size').fill('75');
    await page.keyboard.press('Enter');
    await expect.poll(() => bridge.closed).toBe(true);
    expect(bridge.inputsOf('settingsChange')).toEqual([
      { set: { general: { showTrayIcon: false }, outgoing: { maxOutboxMb: 75 } }, unset: [], secrets: {} },
    ]);
  });

  test('without a change, OK and Esc just close', async () => {
    const first = await open();
    await button(first.page, 'OK').click();
    await expect.poll(() => first.bridge.closed).toBe(true);
    await first.close();
    const { page, bridge } = await open();
    await page.keyboard.press('Escape');
    await expect.poll(() => bridge.closed).toBe(true);
    expect(bridge.inputsOf('settingsChange')).toEqual([]);
  });

  test('Cancel asks before it discards; keeping keeps what was written', async () => {
    const { page, bridge } = await open();
    await goTo(page, 'Customer Monitor Server (http)');
    const address = page.getByLabel('Server address');
    await address.fill('cm.acme.example');
    await page.keyboard.press('Escape');
    await page.getByRole('alertdialog').waitFor();
    await button(page, 'Keep editing').click();
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    expect(await address.inputValue()).toBe('cm.acme.example');
    expect(bridge.closed).toBe(false);
    await button(page, 'Cancel').click();
    await button(page, 'Discard').click();
    await expect.poll(() => bridge.closed).toBe(true);
    expect(bridge.dirty).toBe(false);
    expect(bridge.inputsOf('settingsChange')).toEqual([]);
  });

  test('a wrong value is told beside its field; OK brings it into sight and nothing is applied', async () => {
    const { page, bridge } = await open();
    await goTo(page, 'Customer Monitor Server (http)');
    const port = page.getByLabel('Port', { exact: true });
    await port.fill('99999');
    await page.keyboard.press('Tab');
    await page.getByText('Write a port from 1 to 65535.').waitFor();
    expect(await port.getAttribute('aria-invalid')).toBe('true');
    await goTo(page, 'General');
    await button(page, 'OK').click();
    await page.getByText('Write a port from 1 to 65535.').waitFor();
    await expect.poll(() => port.evaluate((field) => field === document.activeElement)).toBe(true);
    expect(bridge.inputsOf('settingsChange')).toEqual([]);
    await port.fill('8443');
    await page.getByText('Write a port from 1 to 65535.').waitFor({ state: 'detached' });
  });

  test('what the agent refuses is told beside the field, and the rest at the top', async () => {
    const { page, bridge } = await open();
    await goTo(page, 'Customer Monitor Server (http)');
    await page.getByLabel('Server address').fill('cm.acme.example');
    bridge.refuse = {
      'http.server': 'This name is not known.',
      'security.forbiddenCommands': 'Locked here.',
    };
    await button(page, 'OK').click();
    await page.getByText('This name is not known.').waitFor();
    await page.getByRole('alert').getByText('Locked here.').waitFor();
    expect(await page.getByLabel('Server address').getAttribute('aria-invalid')).toBe('true');
    expect(bridge.closed).toBe(false);
    bridge.refuse = {};
    await button(page, 'OK').click();
    await expect.poll(() => bridge.closed).toBe(true);
  });

  test('appearance follows the applied setting', async () => {
    const { page } = await open();
    const theme = (): Promise<string | undefined> =>
      page.evaluate(() => document.documentElement.dataset['theme']);
    expect(await theme()).toBeUndefined();
    await page.getByLabel('Appearance').click();
    await page.getByRole('option', { name: 'Dark' }).click();
    await button(page, 'Apply').click();
    await expect.poll(theme).toBe('dark');
  });
});

describe('where values come from', () => {
  test('what the CM Server sets can be read and not changed', async () => {
    const { page } = await open({ server: { http: { server: 'cm.support.example', timeoutS: 30 } } });
    await goTo(page, 'Customer Monitor Server (http)');
    const address = page.getByLabel('Server address');
    expect(await address.inputValue()).toBe('cm.support.example');
    expect(await address.getAttribute('readonly')).not.toBeNull();
    expect(await page.getByLabel('Time-out').getAttribute('readonly')).not.toBeNull();
    const described = await address.evaluate((field) =>
      (field.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map((id) => document.querySelector(`#${CSS.escape(id)}`)?.textContent)
        .join(' '),
    );
    expect(described).toContain('Set by the CM Server; it can be changed in the CM Portal only');
  });

  test('a value that was set here goes back to the default with its button', async () => {
    const { page, bridge } = await open({ local: { http: { port: 8443 } } });
    await goTo(page, 'Customer Monitor Server (http)');
    const port = page.getByLabel('Port', { exact: true });
    expect(await port.inputValue()).toBe('8443');
    await button(page, 'Back to the default').click();
    expect(await port.inputValue()).toBe('443');
    await button(page, 'Apply').click();
    await expect
      .poll(() => bridge.inputsOf('settingsChange'))
      .toEqual([{ set: {}, unset: ['http.port'], secrets: {} }]);
    await expect.poll(() => button(page, 'Back to the default').count()).toBe(0);
  });

  test('settings that the server changes meanwhile appear; what is being written stays', async () => {
    const { page, bridge } = await open();
    await goTo(page, 'Customer Monitor Server (http)');
    await page.getByLabel('Server address').fill('cm.acme.example');
    bridge.serverSets({ http: { port: 11_438 } });
    const port = page.getByLabel('Port', { exact: true });
    await expect.poll(() => port.inputValue()).toBe('11438');
    expect(await port.getAttribute('readonly')).not.toBeNull();
    expect(await page.getByLabel('Server address').inputValue()).toBe('cm.acme.example');
  });

  test('sending: ways not built are blocked with the reason; Disabled can be chosen against the server', async () => {
    const { page, bridge } = await open({ server: { outgoing: { sending: 'http' } } });
    await goTo(page, 'Outgoing Messages for CM Server');
    const way = (name: string): Locator => page.getByRole('radio', { name });
    expect(await way('via E-mail - SMTP (SMTP2 - if SMTP1 fail)').isDisabled()).toBe(true);
    expect(await way('via E-mail - MAPI (SMTP2 - if MAPI fail)').isDisabled()).toBe(true);
    expect(await page.getByText('Sending by e-mail is not part of this version yet.').count()).toBe(2);
    expect(await way('via HTTP').isChecked()).toBe(true);
    await way('Disabled').check();
    await page.getByText('Nothing is sent to the CM Server.').waitFor();
    await page.keyboard.press('Control+s');
    await expect
      .poll(() => bridge.inputsOf('settingsChange'))
      .toEqual([{ set: { outgoing: { sending: 'disabled' } }, unset: [], secrets: {} }]);
    await button(page, 'Back to what the CM Server sets').click();
    expect(await way('via HTTP').isChecked()).toBe(true);
    await page.keyboard.press('Control+s');
    await expect
      .poll(() => bridge.inputsOf('settingsChange').at(-1))
      .toEqual({ set: {}, unset: ['outgoing.sending'], secrets: {} });
  });

  test('a password can be set, and taken away again, and is never shown', async () => {
    const { page, bridge } = await open({
      secrets: ['http.proxyPassword'],
      local: { http: { proxy: 'manual', proxyAddress: 'http://proxy.example:3128' } },
    });
    await goTo(page, 'Customer Monitor Server (http)');
    expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('');
    await button(page, 'Remove the password').click();
    await page.keyboard.press('Control+s');
    await expect
      .poll(() => bridge.inputsOf('settingsChange'))
      .toEqual([{ set: {}, unset: [], secrets: { 'http.proxyPassword': null } }]);
    await page.getByLabel('Password', { exact: true }).fill('s3cret');
    await page.keyboard.press('Control+s');
    await expect
      .poll(() => bridge.inputsOf('settingsChange').at(-1))
      .toEqual({ set: {}, unset: [], secrets: { 'http.proxyPassword': 's3cret' } });
  });
});

describe('General', () => {
  test('a computer that is not registered takes a token and tells how it went', async () => {
    const { page, bridge } = await open({ status: newStatus(now) });
    await page.getByText('This computer is not registered with a CM Server.').waitFor();
    await button(page, 'Register').click();
    await page.getByText('Paste the token first.').waitFor();
    const token = page.getByLabel('Registration token');
    await token.fill('nonsense');
    await page.keyboard.press('Enter');
    await page.getByText('This is not a registration token; it begins with CM1.').waitFor();
    expect(bridge.closed).toBe(false);
    await token.fill(' CM1.abc\n def ');
    await button(page, 'Register').click();
    await page.getByText('This computer is registered.').waitFor();
    expect(bridge.inputsOf('register')).toEqual([{ token: 'nonsense' }, { token: 'CM1.abcdef' }]);
    await page.getByText('ACMEPC001').waitFor();
  });

  test('settings go to a file and come from one, after a question', async () => {
    const file = JSON.stringify({ http: { port: 8443 } });
    const { page, bridge } = await open({ local: { http: { server: 'cm.acme.example' } }, fileToLoad: file });
    await button(page, 'Export settings…').click();
    await expect.poll(() => bridge.saved.map((saved) => saved.name)).toEqual(['c-monitor-settings.json']);
    expect(JSON.parse(bridge.saved[0]?.text ?? '')).toEqual({ http: { server: 'cm.acme.example' } });
    await button(page, 'Import settings…').click();
    expect(bridge.inputsOf('settingsImport')).toEqual([]);
    await button(page, 'Import').click();
    await page.getByText('The settings from the file have been applied.').waitFor();
    expect(bridge.inputsOf('settingsImport')).toEqual([file]);
    await goTo(page, 'Customer Monitor Server (http)');
    expect(await page.getByLabel('Port', { exact: true }).inputValue()).toBe('8443');
  });

  test('a problem of the agent stands at the top with what to do', async () => {
    const { page } = await open({
      status: {
        ...connectedStatus(now),
        problems: [{ code: 'disk', message: 'The disk is full.', remedy: 'Make room on drive C.' }],
      },
    });
    await page.getByText('The disk is full.').waitFor();
    expect(await page.getByText('Make room on drive C.').isVisible()).toBe(true);
  });
});

describe('the connection test', () => {
  test('tries the unsaved settings, shows each step as it is known, and sums up', async () => {
    const { page, bridge } = await open({
      probe: goodProbe,
      local: { http: { server: 'cm.support.example' } },
    });
    await goTo(page, 'Customer Monitor Server (http)');
    await page.getByLabel('Time-out').fill('30');
    await button(page, 'Test connection').click();
    const steps = page.getByRole('list', { name: 'Steps of the test' }).getByRole('listitem');
    await expect.poll(() => steps.count()).toBe(4);
    expect(await steps.last().textContent()).toContain('under way');
    expect(bridge.inputsOf('probe')).toEqual([
      { path: 'http', draft: { http: { timeoutS: 30 } }, secrets: {} },
    ]);
    bridge.finishProbe?.();
    await page.getByText('The CM Server answers at https://cm.support.example:443 in 0.2 s.').waitFor();
    expect(await steps.count()).toBe(8);
    expect(await steps.nth(4).textContent()).toContain('TLS 1.3; the certificate ends in 9 days.');
    expect(await steps.nth(1).textContent()).toContain('18 ms');
    await button(page, 'Copy').click();
    await expect.poll(() => bridge.clipboard).toContain('dns: ok, 18 ms.');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(bridge.inputsOf('settingsChange')).toEqual([]);
  });

  test('a failure says what to do; a wrong field is mended first', async () => {
    const { page, bridge } = await open({ probe: failedProbe });
    await goTo(page, 'Customer Monitor Server (http)');
    expect(await isBlocked(button(page, 'Test connection'))).toBe('true');
    await page.getByLabel('Server address').fill('http://x');
    await button(page, 'Test connection').click();
    await page.getByText('Write a name or address alone').waitFor();
    expect(bridge.inputsOf('probe')).toEqual([]);
    await page.getByLabel('Server address').fill('cm.support.example');
    await button(page, 'Test connection').click();
    await expect.poll(() => bridge.finishProbe).toBeDefined();
    bridge.finishProbe?.();
    await page.getByText('Nothing answers at 192.0.2.10, port 443.').waitFor();
    await page.getByText('Ask the administrator of the network').waitFor();
  });
});

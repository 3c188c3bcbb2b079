import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useConfigWindow } from '../fakes/config-window.ts';
import type { OpenWindow } from '../fakes/window-in-browser.ts';
import { sampleMessage, sampleMessages } from '../fakes/window-samples.ts';

const now = Date.now();
const open = useConfigWindow();

const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
const isBlocked = (of: Locator): Promise<string | null> => of.getAttribute('aria-disabled');
const openMessages = async (messages = sampleMessages(now)): Promise<OpenWindow> => {
  const window = await open({ messages });
  window.bridge.openPage('messages');
  await window.page.getByRole('grid').waitFor();
  return window;
};
const folder = (page: Page, name: string): Promise<void> => page.getByText(name, { exact: true }).click();
const rows = (page: Page): Locator => page.getByRole('grid').locator('tbody tr[aria-selected]');

test('folders tell how much is in them; a row tells why it waits and when it is tried next', async () => {
  const { page } = await openMessages();
  await page.getByRole('radio', { name: /^Emails waiting for sending 2$/ }).waitFor();
  await page.getByRole('radio', { name: /^Sent Emails - User and System tasks Results 1,200$/ }).waitFor();
  const row = page.getByRole('row', { name: /Descript of EVA-DESKTOP/ });
  expect(await row.textContent()).toContain('The CM Server did not answer within 60 s.');
  expect(await row.textContent()).toContain('in 1 minute');
});

test('thousands of rows come page by page as they are scrolled to, and few are drawn', async () => {
  const { page, bridge } = await openMessages();
  await folder(page, 'Sent Emails - User and System tasks Results');
  await page.getByText('200 of 1,200 messages').waitFor();
  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowDown');
  for (const shown of ['400 of 1,200', '600 of 1,200', '800 of 1,200', '1,000 of 1,200', '1,200']) {
    await page.keyboard.press('End');
    await page.getByText(`${shown} messages · 1 selected`, { exact: true }).waitFor();
  }
  await page.keyboard.press('End');
  await page.getByRole('row', { name: /Descript of EVA-DESKTOP, 1 / }).waitFor();
  expect(await rows(page).count()).toBeLessThan(80);
  expect(bridge.inputsOf('messages').every((query) => (query as { limit: number }).limit <= 500)).toBe(true);
});

test('Ctrl+F searches; Esc empties the search and does not close the window', async () => {
  const { page, bridge } = await openMessages();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('partitions');
  await expect.poll(() => rows(page).count()).toBe(1);
  await page.keyboard.press('Escape');
  await expect.poll(() => rows(page).count()).toBe(2);
  await page.keyboard.type('no such thing');
  await page.getByText('No message in this folder contains “no such thing”.').waitFor();
  await button(page, 'Clear the search').click();
  await expect.poll(() => rows(page).count()).toBe(2);
  expect(bridge.closed).toBe(false);
});

test('deleting can be undone', async () => {
  const { page, bridge } = await openMessages();
  expect(await isBlocked(button(page, 'Delete'))).toBe('true');
  await rows(page).first().click();
  await page.keyboard.down('Shift');
  await rows(page).nth(1).click();
  await page.keyboard.up('Shift');
  await page.keyboard.press('Delete');
  await page.getByText('2 messages deleted.').waitFor();
  await page.getByText('Nothing waits to be sent.').waitFor();
  await button(page, 'Undo').click();
  await expect.poll(() => rows(page).count()).toBe(2);
  expect(bridge.inputsOf('messagesRestore')).toEqual(bridge.inputsOf('messagesDelete'));
});

test('what failed can be sent again, what was confirmed cannot', async () => {
  const { page, bridge } = await openMessages();
  await folder(page, 'Not Sent Emails - Failed');
  await rows(page).first().click();
  await button(page, 'Send again').click();
  await page.getByText('1 message will be sent again.').waitFor();
  await page.getByText('Nothing has failed.').waitFor();
  expect(bridge.inputsOf('messagesRetry')).toHaveLength(1);
  await folder(page, 'Sent Emails - Response to CM queries');
  await rows(page).first().click();
  expect(await isBlocked(button(page, 'Send again'))).toBe('true');
});

test('Enter opens a message with its content and history, and the window stays', async () => {
  const { page, bridge } = await openMessages();
  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Descript of EVA-DESKTOP' });
  await dialog.waitFor();
  expect(await dialog.getByLabel('Content', { exact: true }).last().inputValue()).toContain(
    '"taskId": "descript"',
  );
  await dialog.getByRole('tab', { name: 'History' }).click();
  await dialog.getByText('The CM Server has it on disk').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(bridge.closed).toBe(false);
});

test('messages appear and change by themselves', async () => {
  const { page, bridge } = await openMessages([]);
  await page.getByText('Nothing waits to be sent.').waitFor();
  const fresh = sampleMessage(1, now, { title: 'Fresh', state: 'waiting', why: 'It waits for its turn.' });
  bridge.outbox.add(fresh);
  await page.getByRole('row', { name: /Fresh/ }).waitFor();
  bridge.outbox.update([fresh.row.id], (row) => ({ ...row, state: 'confirmed' }));
  await page.getByText('Nothing waits to be sent.').waitFor();
  const all = page.getByRole('radio', { name: /^Emails - All \(without waiting for sending\)/ });
  await expect.poll(() => all.evaluate((radio) => radio.parentElement?.textContent)).toMatch(/ sending\)1 /);
});

test('whatever stands in a message is shown as text', async () => {
  const hostile =
    '<img src=x onerror="document.title=1"><script>document.title=2</script>{{7*7}}\u202Egnp.exe';
  const { page, bridge } = await openMessages([
    sampleMessage(1, now, { title: hostile, why: hostile, state: 'waiting', path: hostile }),
  ]);
  bridge.becomes({ server: hostile, problems: [{ code: 'x', message: hostile, remedy: hostile }] });
  await page.getByRole('row', { name: /onerror/ }).dblclick();
  await page.getByRole('dialog').waitFor();
  expect(await page.getByRole('dialog').getByRole('heading').textContent()).toBe(hostile);
  await page.keyboard.press('Escape');
  await page.getByRole('treeitem', { name: 'General' }).click();
  expect(await page.getByText(hostile, { exact: true }).count()).toBeGreaterThan(1);
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.title()).toBe('C-Monitor Configuration');
});

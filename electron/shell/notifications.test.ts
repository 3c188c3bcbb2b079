import { beforeEach, expect, it } from 'vitest';
import { createShowMessage, escapeMarkup } from './notifications.ts';
import type { MessageFaces } from './notifications.ts';

let dialogs: [string, string][];
let notified: { title: string; body: string; onClick: () => void }[];
beforeEach(() => {
  dialogs = [];
  notified = [];
});

const faces = (
  differs: { canNotify?: boolean; canOpen?: boolean; readsMarkup?: boolean } = {},
): MessageFaces => ({
  readsMarkup: differs.readsMarkup ?? false,
  notify: (title, body, onClick) => {
    notified.push({ title, body, onClick });
    return Promise.resolve(differs.canNotify ?? true);
  },
  openDialog: (title, text) => {
    if (differs.canOpen === false) return false;
    dialogs.push([title, text]);
    return true;
  },
});

it('notifies, and shows the whole text on a click', async () => {
  expect(await createShowMessage(faces())('Update', 'Save <all> work.')).toBe(true);
  expect(dialogs).toEqual([]);
  expect(notified[0]?.body).toBe('Save <all> work.');
  notified[0]?.onClick();
  expect(dialogs).toEqual([['Update', 'Save <all> work.']]);
});

it('opens a window where there are no notifications', async () => {
  expect(await createShowMessage(faces({ canNotify: false }))('Update', 'now')).toBe(true);
  expect(dialogs).toEqual([['Update', 'now']]);
});

it('says that nobody can see it', async () => {
  expect(await createShowMessage(faces({ canNotify: false, canOpen: false }))('Update', 'now')).toBe(false);
});

it('lets a desktop that reads markup read none', async () => {
  await createShowMessage(faces({ readsMarkup: true }))('Update', '<b>bold</b> & "x"');
  expect(notified[0]?.body).toBe('&lt;b&gt;bold&lt;/b&gt; &amp; "x"');
  expect(escapeMarkup('a < b')).toBe('a &lt; b');
});

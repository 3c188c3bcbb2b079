import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { askAgent } from '#agent/console/client.ts';
import { startDesktop } from '../e2e/tray-program.ts';
import type { Desktop } from '../e2e/tray-program.ts';
import { takePicture } from './picture.ts';
import type { SupportOffice } from './support-office.ts';

/** Takes the pictures of every page of the configuration window; Forge is stopped on the way, to show what waits. */
export const takeWindowPictures = async (office: SupportOffice): Promise<void> => {
  const desktop = await startDesktop();
  try {
    mkdirSync(desktop.dataFolder, { mode: 0o700 });
    writeFileSync(
      path.join(desktop.dataFolder, 'registration.token'),
      await office.token('The computer in the pictures'),
    );
    await desktop.showTrays();
    await takeAll(desktop, office);
  } finally {
    await desktop.stop();
  }
};

const takeAll = async (desktop: Desktop, office: SupportOffice): Promise<void> => {
  const program = await desktop.start('--open', 'general');
  const window = await program.window();
  const open = async (page: string): Promise<void> => {
    await window.getByRole('treeitem', { name: page, exact: true }).click();
    await window.getByRole('heading', { level: 1, name: page, exact: true }).waitFor();
  };
  const runDescript = () => askAgent(desktop.dataFolder, 'runTask', { taskId: 'descript' });

  await window.getByText(`Connected to ${office.address}.`).waitFor();
  await takePicture(window, 'window-general');
  await open('Outgoing Messages for CM Server');
  await takePicture(window, 'window-outgoing');
  await open('Customer Monitor Server (http)');
  await takePicture(window, 'window-http');
  await window.getByRole('button', { name: 'Test connection' }).click();
  await window.getByText('The connection works').waitFor();
  await takePicture(window, 'window-connection-test');
  await window.getByRole('button', { name: 'Close' }).last().click();

  await open('Messages');
  await window
    .getByRole('radio', { name: 'Sent Emails - User and System tasks Results' })
    .check({ force: true });
  await window.getByRole('row').filter({ hasText: 'Descript' }).first().waitFor();
  await takePicture(window, 'window-messages-sent');

  await office.stop();
  await runDescript();
  await window.getByRole('radio', { name: 'Emails waiting for sending' }).check({ force: true });
  await window.getByText(`No contact with ${office.address}.`).waitFor();
  await window.getByRole('row').filter({ hasText: 'Descript' }).first().waitFor();
  await takePicture(window, 'window-messages-waiting');
  await window.getByRole('row').filter({ hasText: 'Descript' }).first().dblclick();
  await window.getByRole('dialog').waitFor();
  await takePicture(window, 'window-message');
};

import { openPortal } from '../fakes/portal-in-browser.ts';
import { startBrowser } from '../fakes/window-in-browser.ts';
import { takePicture } from './picture.ts';
import { shownComputer } from './support-office.ts';
import type { SupportOffice } from './support-office.ts';

/** Takes the pictures of every page of the Portal. */
export const takePortalPictures = async (office: SupportOffice): Promise<void> => {
  const browser = await startBrowser();
  try {
    const { page, signIn } = await openPortal(browser, office.address, {
      viewport: { width: 1180, height: 760 },
    });
    await takePicture(page, 'portal-sign-in');
    await signIn(office.maintainer.name, office.maintainer.password);
    const picture = async (name: string, address: string, sign: string): Promise<void> => {
      await page.goto(office.address + address);
      await page.getByText(sign, { exact: true }).first().waitFor();
      await takePicture(page, name);
    };
    const computer = `/computers/${shownComputer}`;
    await page.getByRole('link', { name: 'warehouse-01' }).waitFor();
    await picture('portal-computers', '/computers', 'laptop-of-eva');
    await picture('portal-overview', `${computer}/overview`, 'Online information');
    await picture('portal-inventory', `${computer}/inventory`, 'ESPRIMO D7010');
    await picture('portal-messages', `${computer}/messages`, 'Descript');
    await page.getByRole('link', { name: 'Descript' }).first().click();
    await page.getByRole('heading', { name: 'Content' }).waitFor();
    await takePicture(page, 'portal-message');
    await picture('portal-requests', `${computer}/requests`, 'List partitions');
    await picture('portal-request', `${computer}/requests/${office.processList.id}`, 'firefox-esr');
    await picture('portal-settings', `${computer}/settings`, 'Short interval (tick)');
    await page.getByRole('button', { name: 'Send command' }).click();
    await page.getByRole('menuitem', { name: 'Message to the user' }).click();
    await page.getByLabel('Title').fill('Maintenance');
    await page.getByLabel('Text').fill('We restart the router at noon. Please save your work.');
    await takePicture(page, 'portal-send-command');
    await picture('portal-customers', '/customers', 'Seal Software');
    await picture('portal-tokens', '/tokens', 'Notebook for the new colleague');
  } finally {
    await browser.close();
  }
};

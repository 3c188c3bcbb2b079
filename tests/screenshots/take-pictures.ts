// Takes the pictures of the product in `docs/images`. Started by `npm run screenshots`, on a desktop of its own.
import { takePortalPictures } from './portal-pictures.ts';
import { openSupportOffice } from './support-office.ts';
import { takeWindowPictures } from './window-pictures.ts';

const office = await openSupportOffice();
try {
  await office.token('Notebook for the new colleague');
  await takePortalPictures(office);
  await takeWindowPictures(office);
} finally {
  await office.stop();
}

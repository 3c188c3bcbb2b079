import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { projectRoot } from '../../build/electron-dist.mjs';
import { smallPng } from './small-png.ts';

const folder = path.join(projectRoot, 'docs', 'images');
/** Pictures are kept with the sources, so each has to stay small, in bytes. */
const largest = 120_000;

const looks = ['light', 'dark'] as const;

/** Takes the picture of a page as it stands, once light and once dark: `docs/images/<name>-light.png`. */
export const takePicture = async (page: Page, name: string): Promise<void> => {
  mkdirSync(folder, { recursive: true });
  for (const look of looks) {
    await page.emulateMedia({ colorScheme: look, reducedMotion: 'reduce' });
    const picture = smallPng(await page.screenshot({ animations: 'disabled', caret: 'hide' }));
    const file = `${name}-${look}.png`;
    if (picture.length > largest)
      throw new Error(`${file} would have ${picture.length} bytes, more than ${largest}.`);
    writeFileSync(path.join(folder, file), picture);
    console.log(`${file}  ${Math.round(picture.length / 1000)} kB`);
  }
};

// Makes the PNG icons from their drawings: `node build/render-icons.ts`. Needed only after a drawing was changed.
import { globSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import { projectRoot } from './electron-dist.mjs';

const icons = join(projectRoot, 'build', 'icons');
const traySizes = [16, 24, 32, 48];
const appSizes = [16, 22, 24, 32, 48, 64, 128, 256];
// The program's own icon is that of the tray when all is well.
const appDrawing = 'connected';

async function render(page: Page, drawing: string, size: number, file: string): Promise<void> {
  const svg = readFileSync(join(icons, 'drawings', `${drawing}.svg`)).toString('base64');
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>body{margin:0}img{display:block;width:${size}px}</style><img src="data:image/svg+xml;base64,${svg}">`,
  );
  await page.screenshot({ path: file, omitBackground: true });
}

for (const folder of ['tray', 'app']) mkdirSync(join(icons, folder), { recursive: true });
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const page = await browser.newPage();
  for (const file of globSync(join(icons, 'drawings', '*.svg'))) {
    const drawing = basename(file, '.svg');
    for (const size of traySizes)
      await render(page, drawing, size, join(icons, 'tray', `${drawing}-${size}.png`));
  }
  for (const size of appSizes)
    await render(page, appDrawing, size, join(icons, 'app', `${size}x${size}.png`));
} finally {
  await browser.close();
}

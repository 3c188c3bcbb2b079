import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { WindowBridgeDoubleOptions } from './window-bridge.ts';
import { openWindow, serveWindows, startBrowser } from './window-in-browser.ts';
import type { OpenWindow } from './window-in-browser.ts';
import { connectedStatus } from './window-samples.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * One browser for the tests of a file. Gives the function that opens the configuration window. Whatever a test does, it
 * fails when the content policy was violated or something was thrown in the window.
 */
export const useConfigWindow = (): ((
  options?: Partial<WindowBridgeDoubleOptions>,
  look?: BrowserContextOptions,
) => Promise<OpenWindow>) => {
  let browser: Browser;
  let web: Awaited<ReturnType<typeof serveWindows>>;
  let opened: OpenWindow[] = [];
  beforeAll(async () => {
    [browser, web] = await Promise.all([startBrowser(), serveWindows()]);
  });
  afterAll(async () => {
    await browser.close();
    await web.close();
  });
  afterEach(async () => {
    const complaints = opened.flatMap((window) => window.complaints);
    await Promise.all(opened.map((window) => window.close()));
    opened = [];
    if (complaints.length > 0) throw new Error(`The window complained: ${complaints.join('; ')}`);
  });
  return async (options = {}, look = {}) => {
    const all = { status: connectedStatus(Date.now()), ...options };
    const window = await openWindow(browser, web.address, all, look);
    opened.push(window);
    return window;
  };
};

/** What axe finds wrong with the page, in short. */
export const axeOf = async (page: Page): Promise<string[]> => {
  await page.evaluate(axeSource);
  const results = await page.evaluate(() => {
    const { axe } = window as unknown as { axe: { run: () => Promise<AxeResults> } };
    return axe.run();
  });
  return results.violations.map(
    (violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' | ')}`,
  );
};

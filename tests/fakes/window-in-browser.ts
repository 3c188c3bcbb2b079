import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { WindowBridgeDouble } from './window-bridge.ts';
import type { WindowBridgeDoubleOptions } from './window-bridge.ts';

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** Serves the built windows on loopback, as the shell's own protocol does. */
export const serveWindows = async (): Promise<{ address: string; close: () => Promise<void> }> => {
  const folder = join(import.meta.dirname, '..', '..', 'dist', 'renderer');
  const server: Server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = join(folder, path);
    if (!file.startsWith(folder) || !existsSync(file)) {
      // Chromium asks for an icon that no page has.
      response.writeHead(path === '/favicon.ico' ? 204 : 404).end();
      return;
    }
    response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

/** Starts Chromium without a window. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

/** A window in the browser, the double behind it, and what went wrong in it. */
export interface OpenWindow {
  page: Page;
  bridge: WindowBridgeDouble;
  /** Violations of the content policy and errors in the page; empty when all is well. */
  complaints: string[];
  close: () => Promise<void>;
}

/** Opens one of the built windows with a double in place of the preload script. */
export const openWindow = async (
  browser: Browser,
  address: string,
  options: WindowBridgeDoubleOptions,
  look: BrowserContextOptions = {},
): Promise<OpenWindow> => {
  const context = await browser.newContext({
    viewport: { width: 900, height: 640 },
    locale: 'en-GB',
    ...look,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => {
    if (line.type() === 'error') complaints.push(line.text());
  });
  const bridge = new WindowBridgeDouble(options, (event, value) => {
    page
      .evaluate(
        ({ name, sent }) => {
          window.dispatchEvent(new CustomEvent(`bridge-${name}`, { detail: sent }));
        },
        { name: event, sent: value },
      )
      .catch((error: unknown) => complaints.push(String(error)));
  });
  await page.exposeFunction('answerOfDouble', (channel: string, input: unknown) =>
    bridge.call(channel, input),
  );
  await page.exposeFunction('complainOfPolicy', (words: string) => complaints.push(words));
  await page.addInitScript(() => {
    interface Exposed {
      answerOfDouble: (channel: string, input: unknown) => Promise<unknown>;
      complainOfPolicy: (words: string) => void;
      cMonitor: unknown;
    }
    const exposed = window as unknown as Exposed;
    document.addEventListener('securitypolicyviolation', (violation) => {
      exposed.complainOfPolicy(`${violation.violatedDirective} blocked ${violation.blockedURI}`);
    });
    exposed.cMonitor = {
      // A call without an answer comes back as null.
      call: async (channel: string, input: unknown) =>
        (await exposed.answerOfDouble(channel, input)) ?? undefined,
      on: (event: string, listener: (value: unknown) => void) => {
        const heard = (sent: Event): void => listener((sent as CustomEvent).detail);
        window.addEventListener(`bridge-${event}`, heard);
        return () => window.removeEventListener(`bridge-${event}`, heard);
      },
    };
  });
  await page.goto(`${address}/config/index.html`);
  await page
    .getByRole('tree')
    .waitFor()
    .catch(() => {
      throw new Error(`The window did not appear: ${complaints.join('; ') || 'no reason known'}`);
    });
  return { page, bridge, complaints, close: () => context.close() };
};

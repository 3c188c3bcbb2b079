import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A page of the Portal in a browser, and what went wrong in it. */
export interface OpenPortal {
  page: Page;
  /** Violations of the content policy and errors in the page; empty when all is well. */
  complaints: string[];
  signIn(name: string, password: string): Promise<void>;
  /** What axe finds wrong for people who use a keyboard or a screen reader. */
  findBarriers(): Promise<string[]>;
  close(): Promise<void>;
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
// What a browser says of answers that the Portal expects, such as 401 before signing in.
const expected = /Failed to load resource/;

/** Opens an address of the Portal in a browser of its own cookies. */
export async function openPortal(
  browser: Browser,
  address: string,
  look: BrowserContextOptions = {},
): Promise<OpenPortal> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    ...look,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => {
    if (line.type() === 'error' && !expected.test(line.text())) complaints.push(line.text());
  });
  await page.exposeFunction('complainOfPolicy', (words: string) => complaints.push(words));
  await page.addInitScript(() => {
    const { complainOfPolicy } = window as unknown as { complainOfPolicy: (words: string) => void };
    document.addEventListener('securitypolicyviolation', (violation) => {
      complainOfPolicy(`${violation.violatedDirective} blocked ${violation.blockedURI} ${violation.sample}`);
    });
  });
  await page.goto(address);
  return {
    page,
    complaints,
    async signIn(name, password) {
      await page.getByLabel('Name').fill(name);
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
    },
    async findBarriers() {
      await page.evaluate(axe);
      return page.evaluate(async () => {
        const { axe: tool } = window as unknown as { axe: { run: () => Promise<AxeResult> } };
        const { violations } = await tool.run();
        return violations.flatMap(({ id, help, nodes }) =>
          nodes.map(({ html }) => `${id}: ${help}: ${html}`),
        );
      });
    },
    close: () => context.close(),
  };
}

interface AxeResult {
  violations: { id: string; help: string; nodes: { html: string }[] }[];
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerWithFile, fileOf, isOwnPage } from './page-files.ts';

let folder: string;
let pages: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pages-'));
  pages = path.join(folder, 'renderer');
  mkdirSync(path.join(pages, 'config'), { recursive: true });
  writeFileSync(path.join(pages, 'config', 'index.html'), '<p>page</p>');
  writeFileSync(path.join(pages, 'config', 'secret.key'), 'of no known type');
  writeFileSync(path.join(folder, 'outside.html'), 'outside');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('gives a page under a policy that allows our own scripts and styles and nothing else', async () => {
  const answer = await answerWithFile('app://c-monitor/config/index.html?x#messages', pages);
  expect([answer.status, await answer.text()]).toEqual([200, '<p>page</p>']);
  const policy = answer.headers.get('content-security-policy');
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy).not.toMatch(/unsafe|data:|\*/);
});

it.each([
  'app://c-monitor/../outside.html',
  'app://c-monitor/%2e%2e/outside.html',
  'app://c-monitor/..%2foutside.html',
  'app://c-monitor/config/..%2f..%2foutside.html',
  'app://c-monitor/config/secret.key',
  'app://c-monitor/config/missing.html',
  'app://c-monitor/config/index.html%00.png',
  'app://c-monitor/%',
  'app://c-monitor/',
  'app://elsewhere/config/index.html',
  'file:///etc/passwd',
])('has nothing at %s', async (url) => {
  expect((await answerWithFile(url, pages)).status).toBe(404);
});

describe('own pages', () => {
  it.each(['app://c-monitor.evil/', 'app://c-monitor@evil/', 'https://c-monitor/', 'APP://c-monitor/', ''])(
    'are not at %j',
    (url) => {
      expect(isOwnPage(url)).toBe(false);
    },
  );

  it('never lead out of their folder', () => {
    const part = fc.oneof(fc.constantFrom('..', '%2e%2e', '%2f', '%5c', '/', '\\', '%00', '.'), fc.string());
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const file = fileOf(`app://c-monitor/${parts.join('/')}`, pages);
        expect(file === undefined || `${path.resolve(file)}${path.sep}`.startsWith(pages + path.sep)).toBe(
          true,
        );
      }),
      { numRuns: 2000 },
    );
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseConfig, readConfig } from './config.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'forge-config-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const file = (content: string): string => {
  const name = join(folder, 'forge.json');
  writeFileSync(name, content);
  return name;
};

test('flags win over the environment, the environment over the file, the file over the defaults', () => {
  const config = file('{ "httpPort": 1, "httpsPort": 2, "dataFolder": "in-file", "customerCode": "ACME" }');
  expect(readConfig({ config }, { FORGE_HTTP_PORT: '3', FORGE_CUSTOMER_NAME: '42' })).toMatchObject({
    httpPort: 3,
    httpsPort: 2,
    dataFolder: join(folder, 'in-file'),
    customerCode: 'ACME',
    customerName: '42',
    logLevel: 'info',
  });
  expect(readConfig({ config, data: 'by-flag' }, { FORGE_DATA_FOLDER: 'by-environment' }).dataFolder).toBe(
    resolve('by-flag'),
  );
  expect(readConfig({}, {}).dataFolder).toBe(resolve('forge-data'));
});

test.each([
  ['{', 'no JSON object'],
  ['[]', 'no JSON object'],
  ['{ "htpPort": 1 }', '"htpPort", which is no setting; the settings are dataFolder, '],
  ['{ "httpPort": "x" }', 'at "httpPort": write a port from 0 to 65535, or "off".'],
  ['{ "httpPort": "off" }', 'HTTP and HTTPS are both off'],
  ['{ "keyFile": "x" }', 'give certificateFile and keyFile together'],
  [
    '{ "publicAddress": "cm.example.com" }',
    'at "publicAddress": write an address such as https://cm.company.com.',
  ],
  ['{ "customerCode": "acme" }', 'two to eight capital letters'],
  ['{ "silentAfterS": 600 }', 'must not be less than silentAfterS'],
  ['{ "requestTimeoutS": 0 }', 'at "requestTimeoutS": from 1 seconds'],
])('%s is told in one sentence', (content, sentence) => {
  expect(() => readConfig({ config: file(content) }, {})).toThrow(sentence);
});

test('every setting has a default or may be missing', () => {
  expect(parseConfig({})).toMatchObject({
    httpHost: '127.0.0.1',
    httpPort: 8080,
    httpsPort: 'off',
    requestTimeoutS: 300,
  });
});

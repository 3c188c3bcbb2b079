import { expect, test } from 'vitest';
import { environmentProxy } from './environment-proxy.ts';

const env = {
  HTTPS_PROXY: 'http://proxy:3128',
  http_proxy: 'http://plain:8080',
  NO_PROXY: 'localhost,.example.com',
};

test.each([
  ['https://cm.company.com/', 'http://proxy:3128'],
  ['http://cm.company.com/', 'http://plain:8080'],
  ['https://cm.example.com/', undefined],
  ['https://example.com/', undefined],
  ['http://localhost:80/', undefined],
  ['https://notexample.com/', 'http://proxy:3128'],
])('%s goes by %s', async (url, proxy) => {
  expect(await environmentProxy(env)(url)).toBe(proxy);
});

test('without variables everything goes directly; * excepts everything', async () => {
  expect(await environmentProxy({})('https://a.b/')).toBeUndefined();
  expect(await environmentProxy({ ALL_PROXY: 'http://p:1', no_proxy: '*' })('https://a.b/')).toBeUndefined();
});

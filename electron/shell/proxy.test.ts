import { expect, it } from 'vitest';
import { createSystemProxy, firstProxy } from './proxy.ts';

it.each([
  ['DIRECT', undefined],
  ['PROXY proxy:3128; DIRECT', 'http://proxy:3128'],
  [' HTTPS proxy:443', 'https://proxy:443'],
  ['SOCKS5 proxy:1080;PROXY other:1', 'socks5://proxy:1080'],
  ['SOCKS proxy:1080', 'socks4://proxy:1080'],
  ['DIRECT; PROXY proxy:3128', undefined],
  ['PROXY', undefined],
  ['', undefined],
])('%j leads by %s', (answer, proxy) => {
  expect(firstProxy(answer)).toBe(proxy);
});

it('asks again after a minute, for another server, and when told to forget', async () => {
  let now = 0;
  const asked: string[] = [];
  const resolve = (url: string): Promise<string> => {
    asked.push(url);
    return Promise.resolve('PROXY proxy:3128');
  };
  const { proxyFor, forget } = createSystemProxy({ resolve, clock: { monotonic: () => now } });
  expect(await proxyFor('https://cm/a')).toBe('http://proxy:3128');
  await proxyFor('https://cm/b');
  now = 59_999;
  await proxyFor('https://cm/c');
  await proxyFor('https://other/');
  now = 60_000;
  await proxyFor('https://cm/d');
  forget();
  await proxyFor('https://cm/e');
  expect(asked).toEqual(['https://cm/a', 'https://other/', 'https://cm/d', 'https://cm/e']);
});

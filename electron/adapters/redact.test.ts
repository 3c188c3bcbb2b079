import { expect, it } from 'vitest';
import { redact, redactText } from './redact.ts';

it('hides secrets by their names and logins by their place, and keeps the rest', () => {
  const error = Object.assign(new Error('connect to http://ann:pw1@proxy:3128 failed'), {
    code: 'ECONNREFUSED',
  });
  const seen = redact({
    url: 'https://joe:pw2@cm.company.com/x',
    proxyPassword: 'pw3',
    nested: [{ accessToken: 'pw4', port: 443 }],
    error,
    bytes: new Uint8Array(3),
  });
  expect(seen).toMatchObject({
    url: 'https://[hidden]@cm.company.com/x',
    proxyPassword: '[hidden]',
    nested: [{ accessToken: '[hidden]', port: 443 }],
    error: { code: 'ECONNREFUSED', message: 'connect to http://[hidden]@proxy:3128 failed' },
    bytes: '[3 bytes]',
  });
  expect(JSON.stringify(seen)).not.toMatch(/pw\d/);
});

it('keeps an address without a login as it is', () => {
  expect(redactText('see https://cm.company.com/a@b and joe@company.com')).toBe(
    'see https://cm.company.com/a@b and joe@company.com',
  );
});

it('ends at an object that holds itself', () => {
  const loop: Record<string, unknown> = { name: 'loop' };
  loop['self'] = loop;
  expect(JSON.stringify(redact(loop))).toContain('too deep');
});

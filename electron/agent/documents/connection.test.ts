import { expect, test } from 'vitest';
import { httpDefaults, serverAddresses } from '#shared/settings/http.ts';
import { connectionTo, sameConnection } from './connection.ts';

test.each([
  'https://cm.example.com:443',
  'https://cm.example.com:8443',
  'http://10.0.0.1:8080',
  'http://[::1]:80',
])('the settings for %s lead there first, also when everything went through one port before', (address) => {
  for (const onePort of [false, true])
    expect(serverAddresses({ ...httpDefaults, onePort, ...connectionTo(address) })[0]).toBe(address);
});

test('one port stays one port where the address is that port', () => {
  expect(connectionTo('https://cm.example.com')).not.toHaveProperty('onePort');
});

test('any difference makes another connection', () => {
  expect(sameConnection(httpDefaults, { ...httpDefaults })).toBe(true);
  expect(sameConnection(httpDefaults, { ...httpDefaults, pin: 'x' })).toBe(false);
});

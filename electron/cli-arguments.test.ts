import { expect, test } from 'vitest';
import { rowLimit, settingFrom } from './cli-arguments.ts';

test('text stays as it is written; numbers, switches and lists are read', () => {
  expect(settingFrom('http.server', '443')).toEqual({ http: { server: '443' } });
  expect(settingFrom('http.port', '443')).toEqual({ http: { port: 443 } });
  expect(settingFrom('general.autostart', 'false')).toEqual({ general: { autostart: false } });
  expect(settingFrom('security.forbiddenCommands', '["read"]')).toEqual({
    security: { forbiddenCommands: ['read'] },
  });
});

test('a value that cannot be read is refused with how it is written', () => {
  expect(() => settingFrom('http.port', 'many')).toThrow('http.port is a number, not many.');
  expect(() => settingFrom('general.autostart', 'no')).toThrow('true or false');
  expect(() => settingFrom('security.forbiddenCommands', 'read')).toThrow('a list such as');
});

test.each(['http.nothing', 'nothing.server', 'http', ''])('there is no setting named "%s"', (field) => {
  expect(() => settingFrom(field, '1')).toThrow(/no setting named .*settings get/);
});

test('a number of rows is whole and from 1 to 500', () => {
  expect(rowLimit('500')).toBe(500);
  for (const wrong of ['0', '501', '1.5', 'many', '']) expect(() => rowLimit(wrong)).toThrow('from 1 to 500');
});

import { expect, test } from 'vitest';
import { defaultSettings } from '#shared/settings/settings.ts';
import { formSchema } from './form-schema.ts';

const wrongFields = (http: object): string[] => {
  const outcome = formSchema.safeParse({ ...defaultSettings, http: { ...defaultSettings.http, ...http } });
  return outcome.success ? [] : outcome.error.issues.map((issue) => issue.path.join('.'));
};

test('the defaults are right', () => {
  expect(wrongFields({})).toEqual([]);
});

test('a number that is still being written is refused at its field', () => {
  expect(wrongFields({ port: null })).toEqual(['http.port']);
});

test('a manual proxy needs an address, others do not', () => {
  expect(wrongFields({ proxy: 'manual' })).toEqual(['http.proxyAddress']);
  expect(wrongFields({ proxy: 'manual', proxyAddress: 'http://proxy.example:3128' })).toEqual([]);
  expect(wrongFields({ proxy: 'none' })).toEqual([]);
});

import { describe, expect, it } from 'vitest';
import { missingPackages } from './debian-packages.mjs';
import { firstDifference } from './npm-packages.mjs';

describe('npm packages', () => {
  const wanted = {
    '': {},
    'node_modules/zod': { version: '4.6.7', integrity: 'sha512-a' },
    'node_modules/vite/node_modules/fsevents': { version: '2.3.3', integrity: 'sha512-b', optional: true },
  };
  const present = { 'node_modules/zod': { version: '4.6.7', integrity: 'sha512-a' } };

  it('are in place when all that is wanted is there, less those of other platforms', () => {
    expect(firstDifference(wanted, present)).toBeUndefined();
  });

  it.each([
    ['none were there', {}],
    ['zod was missing', { 'node_modules/react': { version: '19.3.1' } }],
    ['zod was another version', { 'node_modules/zod': { version: '4.6.6', integrity: 'sha512-a' } }],
    ['zod was another version', { 'node_modules/zod': { version: '4.6.7', integrity: 'sha512-other' } }],
  ])('are installed because %s', (reason, packages) => {
    expect(firstDifference(wanted, packages)).toBe(reason);
  });
});

describe('Debian packages', () => {
  it('are missing unless installed under one of their names', () => {
    const listing = 'libnss3 installed\nlibasound2t64 installed\nxvfb config-files\n';
    const wanted = ['libnss3', 'libasound2|libasound2t64', 'xvfb', 'dbus'];
    expect(missingPackages(wanted, listing)).toEqual(['xvfb', 'dbus']);
  });
});

import { expect, it } from 'vitest';
import { knownPage, readArguments, restartArguments } from './arguments.ts';

it('reads its own switches among those of Chromium', () => {
  const argv = [
    'electron',
    '--no-sandbox',
    '--password-store=basic',
    '.',
    '--data',
    '/d',
    '--open=messages',
    '--hidden',
  ];
  expect(readArguments(argv)).toEqual({ data: '/d', open: 'messages', hidden: true });
  expect(readArguments(['c-monitor'])).toEqual({ data: undefined, open: undefined, hidden: false });
});

it.each(['smtp1', '../x', 'toString', ''])(
  'opens the first page instead of %j, which is not there',
  (page) => {
    expect(readArguments(['c-monitor', '--open', page]).open).toBe('general');
    expect(knownPage(page)).toBe('general');
  },
);

it('opens the first page when no page is named', () => {
  expect(readArguments(['c-monitor', '--open']).open).toBe('general');
});

it('starts anew as before, but hidden', () => {
  expect(restartArguments(['electron', '.', '--data', '/d', '--open', 'http'])).toEqual([
    '.',
    '--data',
    '/d',
    '--hidden',
  ]);
  expect(restartArguments(['c-monitor', '--hidden', '--open=http'])).toEqual(['--hidden']);
});

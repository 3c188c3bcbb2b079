import { expect, test } from 'vitest';
import { commands } from '#shared/protocol/commands.ts';
import { argsOf, emptyForm, sendableGroups } from './sendable.ts';

test.each(sendableGroups.flat())('%s gets the arguments that it wants', (kind) => {
  const args = argsOf(kind, { ...emptyForm, title: 'Maintenance', text: 'At noon.' });
  expect(commands[kind].args.safeParse(args).success).toBe(true);
});

test('a message without words is none', () => {
  expect(commands.showMessage.args.safeParse(argsOf('showMessage', emptyForm)).success).toBe(false);
});

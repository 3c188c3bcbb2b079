import { commandBodySchema } from '#shared/protocol/commands.ts';
import type { CommandBody } from '#shared/protocol/commands.ts';
import type { CommandPermission } from '#shared/protocol/permissions.ts';
import { readBoundedJson } from '#shared/wire/bounded-json.ts';
import type { OpenedEnvelope } from '#shared/wire/envelope.ts';
import { examine } from '../commands/examine.ts';
import type { Refusal } from '../commands/examine.ts';

/** A command as its envelope tells it, and why it is not done, if it is not. */
export interface Judgement extends CommandBody {
  refusal?: Refusal;
}

const unreadable: Judgement = {
  kind: 'unreadable',
  args: null,
  operator: '',
  refusal: {
    state: 'refused',
    reason: 'This agent cannot read the command; it may be made for a newer one.',
  },
};

const lostMemory: Refusal = {
  state: 'refused',
  reason:
    'The store of this computer was lost after the command was given, so nobody can say whether it was done. Give it again if it is still wanted.',
};

/**
 * Reads the command in an envelope of which sender and addressee are verified.
 * @param now the best knowledge of the time, milliseconds since 1970
 * @param forbidden what local policy forbids
 * @param since commands given before this moment may have been done already
 */
export const judge = (
  { header, body }: OpenedEnvelope,
  now: number,
  forbidden: readonly CommandPermission[],
  since: number,
): Judgement => {
  const command = readBoundedJson(commandBodySchema, body);
  if (command === undefined) return unreadable;
  if (header.created < since) return { ...command, refusal: lostMemory };
  const verdict = examine(command.kind, command.args, header.notAfter, now, forbidden);
  return verdict.state === 'allowed' ? command : { ...command, refusal: verdict };
};

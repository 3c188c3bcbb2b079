import { commands } from '#shared/protocol/commands.ts';
import type { CommandKind } from '#shared/protocol/commands.ts';
import type { CommandPermission } from '#shared/protocol/permissions.ts';
import { isCommandKind, wrongArguments } from './registry.ts';

/** Why a command will not be done, in a sentence. */
export interface Refusal {
  state: 'refused' | 'expired';
  reason: string;
}

export type Verdict = { state: 'allowed'; kind: CommandKind } | Refusal;

/**
 * Whether a command may be done here and now. It is asked when a command comes in and again when it is its turn, because time
 * and policy go on meanwhile.
 * @param notAfter the last moment at which it is valid
 * @param now the best knowledge of the time, both milliseconds since 1970
 * @param forbidden what local policy forbids
 */
export const examine = (
  kind: string,
  args: unknown,
  notAfter: number,
  now: number,
  forbidden: readonly CommandPermission[],
): Verdict => {
  if (!isCommandKind(kind))
    return { state: 'refused', reason: `This agent does not know the command "${kind}".` };
  const wrong = wrongArguments(kind, args);
  if (wrong !== undefined) return { state: 'refused', reason: wrong };
  const { permission } = commands[kind];
  if (forbidden.includes(permission))
    return {
      state: 'refused',
      reason: `The policy of this computer forbids commands of the group "${permission}".`,
    };
  if (now > notAfter)
    return { state: 'expired', reason: 'The time it was valid for was over before it could be done.' };
  return { state: 'allowed', kind };
};

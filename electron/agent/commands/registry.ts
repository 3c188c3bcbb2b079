import { commands } from '#shared/protocol/commands.ts';
import type { CommandKind } from '#shared/protocol/commands.ts';
import type { CommandContext, CommandOutcome, CommandRunner } from './context.ts';
import { listPartitions } from './list-partitions.ts';
import { listProcesses } from './list-processes.ts';
import { reportStatus } from './report-status.ts';
import { restartAgent } from './restart-agent.ts';
import { runTask } from './run-task.ts';
import { sendDescript } from './send-descript.ts';
import { setSettings } from './set-settings.ts';
import { showMessage } from './show-message.ts';

/** One runner for each kind of command. */
export type CommandRunners = { [K in CommandKind]: CommandRunner<K> };

/** All commands that this agent knows. */
export const runners: CommandRunners = {
  runTask,
  sendDescript,
  reportStatus,
  setSettings,
  listProcesses,
  listPartitions,
  showMessage,
  restartAgent,
};

export const isCommandKind = (kind: string): kind is CommandKind => Object.hasOwn(commands, kind);

/**
 * Why arguments are not what a kind of command takes, in a sentence; nothing when they are.
 */
export const wrongArguments = (kind: CommandKind, args: unknown): string | undefined => {
  const parsed = commands[kind].args.safeParse(args);
  if (parsed.success) return undefined;
  const [issue] = parsed.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  return `The arguments of "${kind}" are wrong${place}: ${issue?.message ?? 'not as expected'}.`;
};

/**
 * Runs a command whose arguments were found right.
 * @throws what the command throws
 */
export const runCommand = async (
  all: CommandRunners,
  kind: CommandKind,
  args: unknown,
  context: CommandContext,
): Promise<CommandOutcome> => {
  // A kind's schema and its runner belong together, which the type of a union of kinds cannot say.
  const run = all[kind] as (args: unknown, context: CommandContext) => Promise<CommandOutcome>;
  return run(commands[kind].args.parse(args), context);
};

import type { CommandArgs, CommandKind, ProcessList } from '#shared/protocol/commands.ts';
import type { SettingsDocument } from '#shared/protocol/documents.ts';
import type { TaskKind } from '#shared/schedule/schedule.ts';
import type { AgentStatus } from '#shared/status.ts';
import type { DocumentOutcome } from '../documents/settings-document.ts';
import type { Partitions } from '../tasks/inventory.ts';
import type { TaskRun } from '../tasks/runner.ts';

/** What commands may use of the agent. */
export interface CommandServices {
  /** Runs a task of the schedule; nothing when there is no such task. */
  runTask(taskId: string): Promise<TaskRun> | undefined;
  /** Runs the task of a kind; nothing when there is none. */
  runKind(kind: TaskKind): Promise<TaskRun> | undefined;
  applyDocument(document: SettingsDocument): Promise<DocumentOutcome>;
  status(): AgentStatus;
  /** Shows a message to the person at the computer; false when nobody can see it. */
  showMessage(title: string, text: string): Promise<boolean>;
  /** Throws when the list could not be read. */
  processes(signal: AbortSignal): Promise<ProcessList>;
  /** Throws when the list could not be read. */
  partitions(signal: AbortSignal): Promise<Partitions>;
  /** Starts the agent's program anew. */
  restart(): void;
}

/** What one run of a command has at hand. */
export interface CommandContext extends CommandServices {
  /** Aborts when the command's time is over or the agent stops. */
  signal: AbortSignal;
  /** Has something done after the command's confirmation is on disk: what ends the agent must not lose it. */
  afterwards(effect: () => void): void;
}

/** How a command ended. A result is plain data that JSON can hold; a reason is one sentence. */
export type CommandOutcome =
  | { state: 'done'; result?: object }
  | { state: 'failed' | 'refused'; reason: string };

/** Does one command. What it throws makes the command fail with that message. */
export type CommandRunner<K extends CommandKind> = (
  args: CommandArgs<K>,
  context: CommandContext,
) => Promise<CommandOutcome>;

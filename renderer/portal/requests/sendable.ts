import { defaultSchedule } from '#shared/schedule/schedule.ts';
import type { CommandKind } from '#shared/protocol/commands.ts';

/** What an operator can send from the menu, in its order. Settings are sent from their own page. */
export const sendableGroups = [
  ['listProcesses', 'listPartitions', 'reportStatus'],
  ['sendDescript', 'runTask', 'showMessage'],
  ['restartAgent'],
] as const satisfies CommandKind[][];
export type SendableKind = (typeof sendableGroups)[number][number];

/** What the form of a command holds. Only `runTask` and `showMessage` have something to fill in. */
export interface CommandForm {
  taskId: string;
  title: string;
  text: string;
  validMinutes: number;
}

const day = 24 * 60;

/** How long a command may wait for its computer, in minutes. */
export const validities = [15, 60, day, 3 * day] as const;

/** The tasks that every computer has. */
export const knownTasks = defaultSchedule.tasks.map(({ id, title }) => ({ id, title }));

export const emptyForm: CommandForm = {
  taskId: knownTasks[0]?.id ?? '',
  title: '',
  text: '',
  validMinutes: day,
};

/** The arguments of a command, as its kind wants them. */
export function argsOf(kind: SendableKind, form: CommandForm): Record<string, string> {
  if (kind === 'runTask') return { taskId: form.taskId };
  if (kind === 'showMessage') return { title: form.title, text: form.text };
  return {};
}

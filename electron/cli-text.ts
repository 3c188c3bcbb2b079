import type { SettingsView } from '#shared/ipc.ts';
import type { FolderCount, MessageRow } from '#shared/outbox-view.ts';
import type { ProbeReport } from '#shared/probe.ts';
import { unsentMessages } from '#shared/status.ts';
import type { AgentStatus } from '#shared/status.ts';

const moment = (at: number | undefined): string =>
  at === undefined ? 'never' : new Date(at).toLocaleString();

const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} kB`;

/** Lines of equal columns, the longest cell of each column deciding its width. */
const table = (rows: string[][]): string[] => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
};

const contactWords = { never: 'none yet', ok: 'connected', lost: 'lost' } as const;

/** The answer to `status` for a person. */
export const statusLines = (status: AgentStatus): string[] => [
  ...table([
    [
      'Computer',
      status.cmId === undefined
        ? `${status.computerName} (not registered)`
        : `${status.computerName}, ${status.cmId}`,
    ],
    ['Version', status.version],
    ['State', status.phase],
    ['CM Server', status.server ?? 'not set'],
    ['Contact', `${contactWords[status.contact]}, last ${moment(status.lastContact)}`],
    ['Waiting', `${unsentMessages(status)} messages, ${kilobytes(status.outbox.waitingBytes)}`],
    ...status.paths.map((path) => [`Path ${path.name}`, `${path.state}: ${path.sentence}`]),
    ...status.tasks.map((task) => [
      `Task ${task.id}`,
      `${task.running ? 'running' : `last ${moment(task.last?.finishedAt)}${task.last === undefined ? '' : ` ${task.last.outcome}`}`}, next ${moment(task.next)}`,
    ]),
  ]),
  ...status.problems.map((problem) => `! ${problem.message} ${problem.remedy}`.trimEnd()),
];

/** The answer to `outbox` without a folder. */
export const folderLines = (counts: FolderCount[]): string[] =>
  table([
    ['Folder', 'Messages', 'Size'],
    ...counts.map((c) => [c.folder, String(c.count), kilobytes(c.bytes)]),
  ]);

/** The answer to `outbox --folder`. */
export const messageLines = (rows: MessageRow[]): string[] =>
  rows.length === 0
    ? ['No messages.']
    : table([
        ['Created', 'Class', 'State', 'Size', 'Title', 'Why'],
        ...rows.map((row) => [
          moment(row.created),
          row.class,
          row.state,
          kilobytes(row.bytes),
          row.title,
          row.why,
        ]),
      ]);

const probeMarks = { ok: 'ok', warning: 'warning', failed: 'FAILED', skipped: 'skipped' } as const;

/** The answer to `probe`. */
export const probeLines = (report: ProbeReport): string[] => [
  ...table(
    report.steps.map((step) => [
      step.step,
      probeMarks[step.outcome],
      `${Math.round(step.ms)} ms`,
      step.words,
    ]),
  ),
  `${report.sentence} ${report.remedy}`.trimEnd(),
];

/** The answer to `settings get`: one line a field, with where its value came from. */
export const settingsLines = (view: SettingsView, only: string | undefined): string[] =>
  table(
    Object.entries(view.values)
      .flatMap(([page, fields]) =>
        Object.entries(fields).map(([field, value]) => [
          `${page}.${field}`,
          JSON.stringify(value),
          view.origins[page]?.[field] ?? '',
        ]),
      )
      .filter(([field]) => only === undefined || field === only),
  );

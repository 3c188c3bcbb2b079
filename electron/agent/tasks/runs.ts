import type { Store } from '../store/store.ts';
import type { TaskRun } from './runner.ts';

/** How a run that has ended is written down. `interrupted`: the agent stopped in the middle of it. */
export type RunOutcome = TaskRun['outcome'] | 'interrupted';

/** A run that was begun, by the number of its row. */
export interface OpenRun {
  id: number;
  taskId: string;
  startedAt: number;
}

/** The rows of table `task_runs`. What changes them runs only inside `store.write`. */
export interface Runs {
  begin(taskId: string, startedAt: number): OpenRun;
  end(run: OpenRun, finishedAt: number, outcome: RunOutcome, reason: string | undefined): void;
  /** Runs that have not ended; after a start of the agent, those that were interrupted. */
  open(): OpenRun[];
  /** The newest run that has ended. */
  last(taskId: string): TaskRun | undefined;
  /** When the newest run was started, ended or not. */
  lastStart(taskId: string): number | undefined;
  /** True when the newest run that has ended was interrupted. */
  lastWasInterrupted(taskId: string): boolean;
}

interface Row {
  id: number;
  task_id: string;
  started_at: number;
  finished_at: number | null;
  outcome: RunOutcome | null;
  reason: string | null;
}

/** So many runs of one task are remembered. */
const keptRuns = 100;

/** What a result says of a run that was interrupted. */
export const interruptedReason = 'The agent stopped while the task was running.';

export const createRuns = (store: Pick<Store, 'prepare'>): Runs => {
  const insert = store.prepare('INSERT INTO task_runs (task_id, started_at) VALUES (?, ?)');
  const update = store.prepare('UPDATE task_runs SET finished_at = ?, outcome = ?, reason = ? WHERE id = ?');
  const prune = store.prepare(
    `DELETE FROM task_runs WHERE task_id = ?1 AND id NOT IN
     (SELECT id FROM task_runs WHERE task_id = ?1 ORDER BY id DESC LIMIT ${keptRuns})`,
  );
  const selectOpen = store.prepare<Row>('SELECT * FROM task_runs WHERE finished_at IS NULL ORDER BY id');
  const selectLast = store.prepare<Row>(
    'SELECT * FROM task_runs WHERE task_id = ? AND finished_at IS NOT NULL ORDER BY id DESC LIMIT 1',
  );
  const selectStart = store.prepare<Row>(
    'SELECT * FROM task_runs WHERE task_id = ? ORDER BY id DESC LIMIT 1',
  );

  return {
    begin: (taskId, startedAt) => ({
      id: Number(insert.run(taskId, startedAt).lastInsertRowid),
      taskId,
      startedAt,
    }),
    end: (run, finishedAt, outcome, reason) => {
      update.run(
        finishedAt,
        outcome,
        reason ?? (outcome === 'interrupted' ? interruptedReason : null),
        run.id,
      );
      prune.run(run.taskId);
    },
    open: () =>
      selectOpen.all().map((row) => ({ id: row.id, taskId: row.task_id, startedAt: row.started_at })),
    last: (taskId) => {
      const row = selectLast.get(taskId);
      if (row === undefined) return undefined;
      const run = {
        startedAt: row.started_at,
        finishedAt: row.finished_at ?? row.started_at,
        outcome: row.outcome === 'ok' ? ('ok' as const) : ('failed' as const),
      };
      return row.reason === null ? run : { ...run, reason: row.reason };
    },
    lastStart: (taskId) => selectStart.get(taskId)?.started_at,
    lastWasInterrupted: (taskId) => selectLast.get(taskId)?.outcome === 'interrupted',
  };
};

import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';

/** How many commands wait for each computer, in memory, because every tick asks. */
export interface Waiting {
  count(cmId: string): number;
  /** Counts one computer's anew, after its commands changed. */
  refresh(cmId: string): Promise<void>;
  /** Counts all anew: at the start, and because commands also expire. */
  refreshAll(): Promise<void>;
}

export const createWaiting = (store: Store, clock: Clock, log: Logger): Waiting => {
  let counts = new Map<string, number>();
  const waiting = () =>
    store.db
      .selectFrom('commands')
      .select((eb) => ['cmId', eb.fn.countAll<number>().as('n')])
      .where('state', 'in', ['queued', 'offered'])
      .where('notAfter', '>', clock.now())
      .groupBy('cmId');
  const orWarn = async (work: () => Promise<void>): Promise<void> => {
    await work().catch((error: unknown) => {
      log.warn({ error }, 'waiting commands could not be counted; they are counted again in half a minute');
    });
  };

  return {
    count: (cmId) => counts.get(cmId) ?? 0,
    refresh: (cmId) =>
      orWarn(async () => {
        const row = await waiting().where('cmId', '=', cmId).executeTakeFirst();
        if (row === undefined) counts.delete(cmId);
        else counts.set(cmId, row.n);
      }),
    refreshAll: () =>
      orWarn(async () => {
        const rows = await waiting().execute();
        counts = new Map(rows.map((row) => [row.cmId, row.n]));
      }),
  };
};

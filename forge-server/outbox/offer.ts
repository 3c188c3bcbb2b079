import type { Selectable } from 'kysely';
import type { CommandBody } from '#shared/protocol/commands.ts';
import { limits } from '#shared/protocol/limits.ts';
import type { Clock } from '../clock.ts';
import type { KnownComputer } from '../computers/registry.ts';
import type { Identity } from '../identity.ts';
import type { CommandTable } from '../store/schema.ts';
import type { Store, Work } from '../store/store.ts';
import type { Commands } from './commands.ts';
import { advance } from './progress.ts';

/** Leaves room in one answer for receipts and for what sealing adds. */
const offeredBytes = limits.requestBytes / 2;

/** The first commands that fit into one answer; always at least one. */
const fitting = (rows: Selectable<CommandTable>[]): Selectable<CommandTable>[] => {
  let bytes = 0;
  return rows.filter((row, i) => {
    bytes += Buffer.byteLength(row.args);
    return i === 0 || bytes <= offeredBytes;
  });
};

const offerWork =
  (cmId: string, path: string, now: number): Work<Selectable<CommandTable>[]> =>
  async (db) => {
    const rows = await db
      .selectFrom('commands')
      .selectAll()
      .where('cmId', '=', cmId)
      .where('state', 'in', ['queued', 'offered'])
      .where('notAfter', '>', now)
      .orderBy('sequence')
      .limit(limits.commandsPerFetch)
      .execute();
    const offered = fitting(rows);
    for (const row of offered) await advance(db, row.id, 'offered', { at: now, path });
    return offered;
  };

/** Hands waiting commands to their computer. */
export interface Offer {
  /**
   * The commands that wait for a computer, oldest first, sealed to it. They are offered again at every call until the
   * computer has receipted them.
   */
  take(computer: KnownComputer, path: string): Promise<Uint8Array[]>;
}

interface Options {
  store: Store;
  clock: Clock;
  identity: Identity;
  commands: Pick<Commands, 'changed'>;
}

export const createOffer = ({ store, clock, identity, commands }: Options): Offer => {
  const seal = (computer: KnownComputer, row: Selectable<CommandTable>): Promise<Uint8Array> => {
    const body: CommandBody = {
      kind: row.kind,
      args: JSON.parse(row.args) as CommandBody['args'],
      operator: row.operator,
    };
    return identity.seal(
      {
        class: 'command',
        id: row.id,
        to: computer.cmId,
        sequence: row.sequence,
        created: row.createdAt,
        notAfter: row.notAfter,
        body,
      },
      computer.sealingKey,
    );
  };

  return {
    async take(computer, path) {
      const rows = await store.write(offerWork(computer.cmId, path, clock.now()));
      for (const row of rows) if (row.state === 'queued') commands.changed(row);
      return Promise.all(rows.map((row) => seal(computer, row)));
    },
  };
};

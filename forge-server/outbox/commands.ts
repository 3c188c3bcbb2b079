import type { Selectable, Transaction } from 'kysely';
import { z } from 'zod';
import type { SentCommand } from '#shared/portal-data.ts';
import { commandStates, commands as kinds, isFinal } from '#shared/protocol/commands.ts';
import type { CommandKind } from '#shared/protocol/commands.ts';
import { newId } from '#shared/wire/id.ts';
import { minute } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { Events } from '../events.ts';
import { denied, done } from '../outcome.ts';
import type { Outcome } from '../outcome.ts';
import { contains } from '../store/contains.ts';
import { cutPage, rowsAsked } from '../store/page.ts';
import type { Page, PageWanted } from '../store/page.ts';
import type { CommandTable, Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { advance } from './progress.ts';
import type { Waiting } from './waiting.ts';

/** A command to be given. `validMinutes` counts from now. */
export interface NewCommand {
  cmId: string;
  kind: string;
  args: unknown;
  operator: string;
  validMinutes: number;
}

/** "Requests sent from CM": every command ever given, with its history. */
export interface Commands {
  /** Gives a command to a computer: checks kind and arguments; it waits until the computer fetches it. */
  send(command: NewCommand): Promise<Outcome<SentCommand>>;
  /** As `send`, unchecked and inside the caller's transaction; call `changed` after its commit. */
  insert(db: Transaction<Schema>, command: NewCommand): Promise<SentCommand>;
  /** Tells everybody that a command is new or has another state. */
  changed(command: { id: string; cmId: string }): void;
  list(cmId: string, wanted: PageWanted): Promise<Page<SentCommand>>;
  get(id: string): Promise<SentCommand | undefined>;
  /** Takes back a command that the computer has not received yet. */
  cancel(id: string, operator: string): Promise<Outcome<SentCommand>>;
}

interface Options {
  store: Store;
  clock: Clock;
  events: Events;
  waiting: Waiting;
}

type StepRow = Selectable<Schema['commandSteps']>;

const asSentCommand = (row: Selectable<CommandTable>, steps: StepRow[]): SentCommand => ({
  id: row.id,
  cmId: row.cmId,
  kind: row.kind,
  args: JSON.parse(row.args) as SentCommand['args'],
  operator: row.operator,
  state: row.state,
  createdAt: row.createdAt,
  notAfter: row.notAfter,
  ...(row.path !== null && { path: row.path }),
  ...(row.reason !== null && { reason: row.reason }),
  ...(row.result !== null && { result: JSON.parse(row.result) as SentCommand['args'] }),
  history: steps
    .filter((step) => step.commandId === row.id)
    .sort((a, b) => commandStates.indexOf(a.state) - commandStates.indexOf(b.state))
    .map(({ state, at, path }) => ({ state, at, ...(path !== null && { path }) })),
});

const withSteps = async (db: Store['db'], rows: Selectable<CommandTable>[]): Promise<SentCommand[]> => {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const steps = await db.selectFrom('commandSteps').selectAll().where('commandId', 'in', ids).execute();
  return rows.map((row) => asSentCommand(row, steps));
};

/** Why this command cannot be given, in a sentence; nothing when it can. */
const objection = ({ kind, args }: NewCommand): string | undefined => {
  if (!Object.hasOwn(kinds, kind))
    return `There is no command "${kind}"; the commands are ${Object.keys(kinds).join(', ')}.`;
  if (kind === 'setSettings')
    return 'Settings are saved for a computer, which then sends them: use its settings.';
  const checked = kinds[kind as CommandKind].args.safeParse(args);
  return checked.success
    ? undefined
    : `The arguments do not fit the command "${kind}": ${z.prettifyError(checked.error)}`;
};

export const createCommands = ({ store, clock, events, waiting }: Options): Commands => {
  const get = async (id: string): Promise<SentCommand | undefined> => {
    const rows = await store.db.selectFrom('commands').selectAll().where('id', '=', id).execute();
    return (await withSteps(store.db, rows))[0];
  };

  const changed: Commands['changed'] = ({ id, cmId }) => {
    void waiting.refresh(cmId);
    events.emit({ event: 'command', cmId, id });
  };

  const insert: Commands['insert'] = async (db, { cmId, kind, args, operator, validMinutes }) => {
    const { commandSequence } = await db
      .updateTable('computers')
      .set((eb) => ({ commandSequence: eb('commandSequence', '+', 1) }))
      .where('cmId', '=', cmId)
      .returning('commandSequence')
      .executeTakeFirstOrThrow();
    const now = clock.now();
    const id = newId(now);
    const row = await db
      .insertInto('commands')
      .values({
        id,
        cmId,
        sequence: commandSequence,
        kind,
        args: JSON.stringify(args),
        operator,
        state: 'queued',
        path: null,
        reason: null,
        createdAt: now,
        notAfter: now + validMinutes * minute,
        result: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    const step: StepRow = { commandId: id, state: 'queued', at: now, path: null };
    await db.insertInto('commandSteps').values(step).execute();
    return asSentCommand(row, [step]);
  };

  return {
    get,
    insert,
    changed,

    async send(command) {
      const wrong = objection(command);
      if (wrong !== undefined) return denied('badRequest', wrong);
      const sent = await store.write(async (db) => {
        const known = await db
          .selectFrom('computers')
          .select('cmId')
          .where('cmId', '=', command.cmId)
          .executeTakeFirst();
        return known && insert(db, command);
      });
      if (sent === undefined) return denied('notFound', `There is no computer ${command.cmId}.`);
      changed(sent);
      return done(sent);
    },

    async list(cmId, { before, search }) {
      let query = store.db.selectFrom('commands').selectAll().where('cmId', '=', cmId);
      if (before !== undefined) query = query.where('id', '<', before);
      if (search !== undefined) query = query.where((eb) => contains(eb.ref('kind'), search));
      const { rows, more } = cutPage(await query.orderBy('id', 'desc').limit(rowsAsked).execute());
      return { rows: await withSteps(store.db, rows), more };
    },

    async cancel(id, operator) {
      const cancelled = await store.write((db) =>
        advance(db, id, 'cancelled', {
          at: clock.now(),
          reason: `cancelled by ${operator}`,
          from: ['queued', 'offered'],
        }),
      );
      const command = await get(id);
      if (command === undefined) return denied('notFound', 'There is no such command.');
      if (cancelled === undefined) {
        const why = isFinal(command.state)
          ? `it is ${command.state} already`
          : 'the computer has received it already';
        return denied('conflict', `The command cannot be cancelled: ${why}.`);
      }
      changed(command);
      return done(command);
    },
  };
};

import type { PortalEvent } from '#shared/portal-api.ts';
import { sentCommandSchema } from '#shared/portal-data.ts';
import type { Computer, SentCommand } from '#shared/portal-data.ts';
import type { CommandState } from '#shared/protocol/commands.ts';
import { newId } from '#shared/wire/id.ts';
import { startPortalDouble, Refusal } from './portal-api.ts';
import type { Answers, PortalDouble } from './portal-api.ts';
import * as fixtures from './portal-fixtures.ts';

/** A support desk in memory behind a double of the Portal's interface. */
export interface SupportDesk extends Omit<PortalDouble, 'tell'> {
  /** What was sent to computers, newest first. */
  commands: SentCommand[];
  computers: Computer[];
  /** Moves a command on, as a computer's receipts and confirmations do, and tells the pages. */
  advance(id: string, state: CommandState, more?: Pick<SentCommand, 'reason' | 'result'>): void;
  tell(event: PortalEvent): void;
  /** Lets a computer of the fixtures register with the newest token. */
  register(cmId: string): void;
}

export const operator = { name: 'maintainer', password: 'correct horse battery' };
const rowsAPage = 50;

/** @param pages the folder of the built Portal */
export async function startSupportDesk(
  pages: string,
  options: { empty?: boolean; role?: 'maintainer' | 'operator' } = {},
): Promise<SupportDesk> {
  const now = Date.now();
  const computers = options.empty ? [] : fixtures.computers(now);
  const customers = fixtures.customers.map((customer) => ({ ...customer }));
  const messages = fixtures.messages('ACMEPC001', now);
  const commands = fixtures.commands('ACMEPC001', now);
  const details = new Map(computers.map((computer) => [computer.cmId, fixtures.detail(computer, now)]));
  let tokens = options.empty ? [] : fixtures.tokens(now);
  let { password } = operator;
  let tell: PortalDouble['tell'] = () => {};
  const who = { name: operator.name, role: options.role ?? ('maintainer' as const) };

  const addCommand = (
    cmId: string,
    kind: string,
    args: SentCommand['args'],
    validMinutes: number,
  ): SentCommand => {
    const at = Date.now();
    const notAfter = at + validMinutes * 60_000;
    const history: SentCommand['history'] = [{ state: 'queued', at }];
    const command: SentCommand = {
      id: newId(at),
      cmId,
      kind,
      args,
      operator: who.name,
      state: 'queued',
      createdAt: at,
      notAfter,
      history,
    };
    commands.unshift(command);
    tell({ event: 'command', cmId, id: command.id });
    return command;
  };

  const answers: Answers = {
    signIn({ body }) {
      if (body.name !== who.name || body.password !== password)
        throw new Refusal(401, 'forbidden', 'Name or password is wrong. Check both and try again.');
      return who;
    },
    session: () => who,
    signOut: () => null,
    changePassword({ body }) {
      if (body.old !== password) throw new Refusal(403, 'forbidden', 'The old password is wrong.');
      password = body.new;
      return null;
    },
    computers: () => computers,
    computer: ({ params }) => found(details.get(params.cmId)),
    computerMessages: ({ params, query }) =>
      page(
        messages.map(({ message }) => message),
        params.cmId,
        query.before,
        query.search,
        ({ title }) => title,
      ),
    message({ params }) {
      const kept = found(messages.find(({ message }) => message.id === params.id));
      return { message: kept.message, body: kept.body as SentCommand['args'] };
    },
    computerCommands: ({ params, query }) =>
      page(commands, params.cmId, query.before, query.search, ({ kind }) => kind),
    sendCommand: ({ params, body }) => addCommand(params.cmId, body.kind, body.args, body.validMinutes),
    command: ({ params }) => found(commands.find(({ id }) => id === params.id)),
    cancelCommand({ params }) {
      const command = found(commands.find(({ id }) => id === params.id));
      if (command.state !== 'queued')
        throw new Refusal(409, 'conflict', 'The computer has this command already.');
      step(command, 'cancelled');
      return command;
    },
    saveSettings({ params, body }) {
      const detail = found(details.get(params.cmId));
      detail.document = { ...detail.document, version: detail.document.version + 1, settings: body.settings };
      detail.computer.settingsVersion = detail.document.version;
      const args = sentCommandSchema.shape.args.parse({ document: detail.document });
      return addCommand(params.cmId, 'setSettings', args, 4320);
    },
    customers: () => customers,
    addCustomer({ body }) {
      if (customers.some(({ code }) => code === body.code))
        throw new Refusal(409, 'conflict', `There is a customer ${body.code} already. Choose another code.`);
      customers.push({ ...body, computers: 0 });
      return { ...body, computers: 0 };
    },
    tokens: () => tokens,
    addToken({ body }) {
      const at = Date.now();
      const token = {
        id: newId(at),
        customer: body.customer,
        note: body.note,
        createdAt: at,
        notAfter: at + body.validHours * 3_600_000,
      };
      tokens = [token, ...tokens];
      return { token, text: `CM1.${Buffer.from(token.id.repeat(5)).toString('base64url')}` };
    },
    removeToken({ params }) {
      tokens = tokens.filter(({ id }) => id !== params.id);
      return null;
    },
  };

  const double = await startPortalDouble(answers, pages);
  ({ tell } = double);
  return {
    ...double,
    commands,
    computers,
    register(cmId) {
      const computer = found(fixtures.computers(Date.now()).find((each) => each.cmId === cmId));
      computers.push(computer);
      details.set(cmId, fixtures.detail(computer, Date.now()));
      Object.assign(found(tokens[0]), { usedAt: Date.now(), usedBy: cmId });
      double.tell({ event: 'computer', cmId });
    },
    advance(id, state, more = {}) {
      const command = found(commands.find((each) => each.id === id));
      step(command, state);
      Object.assign(command, more);
      double.tell({ event: 'command', cmId: command.cmId, id });
    },
  };
}

function step(command: SentCommand, state: CommandState): void {
  const path = state === 'offered' ? { path: 'HTTP' } : {};
  Object.assign(command, path, { state });
  command.history.push({ state, at: Date.now(), ...path });
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Refusal(404, 'notFound', 'There is no such thing here.');
  return value;
}

function page<T extends { id: string; cmId: string }>(
  all: T[],
  cmId: string,
  before: string | undefined,
  search: string | undefined,
  textOf: (row: T) => string,
): { rows: T[]; more: boolean } {
  const words = search?.toLowerCase() ?? '';
  const rows = all.filter(
    (row) =>
      row.cmId === cmId &&
      (before === undefined || row.id < before) &&
      textOf(row).toLowerCase().includes(words),
  );
  return { rows: rows.slice(0, rowsAPage), more: rows.length > rowsAPage };
}

import type { PortalAnswer, PortalCall, PortalEvent } from '#shared/portal-api.ts';
import type { ReceivedMessage, SentCommand } from '#shared/portal-data.ts';
import type { CallInput, Outcome, PortalClient } from './portal-client.ts';

/** Something that a page shows: how to read it, and which topics tell that it changed. */
export interface Resource<T> {
  /** The same key stands for the same thing. */
  key: string;
  topics: string[];
  load(client: PortalClient): Promise<Outcome<T>>;
}

/** Rows, newest first, as far back as was asked for. */
export interface Rows<T> {
  rows: T[];
  more: boolean;
}

const computersTopic = 'computers';
const computerTopic = (cmId: string): string => `computer ${cmId}`;
const messagesTopic = (cmId: string): string => `messages ${cmId}`;
const commandsTopic = (cmId: string): string => `commands ${cmId}`;
const commandTopic = (id: string): string => `command ${id}`;

/** The topics that an event of the server touches. */
export function topicsOf(event: PortalEvent): string[] {
  const computer = [computersTopic, computerTopic(event.cmId)];
  switch (event.event) {
    case 'computer':
      return computer;
    case 'command':
      return [...computer, commandsTopic(event.cmId), commandTopic(event.id)];
    case 'message':
      return [...computer, messagesTopic(event.cmId)];
  }
}

export const computersResource = single('computers', {}, [computersTopic]);
export const customersResource = single('customers', {}, ['customers']);
export const tokensResource = single('tokens', {}, ['tokens', computersTopic]);
export const computerResource = (cmId: string): Resource<PortalAnswer<'computer'>> =>
  single('computer', { params: { cmId } }, [computerTopic(cmId)]);
export const messageResource = (id: string): Resource<PortalAnswer<'message'>> =>
  single('message', { params: { id } }, []);
export const commandResource = (id: string): Resource<SentCommand> =>
  single('command', { params: { id } }, [commandTopic(id)]);

/** Messages received from a computer: the newest `pages` pages of those that match `search`. */
export const messagesResource = (
  cmId: string,
  search: string,
  pages: number,
): Resource<Rows<ReceivedMessage>> => ({
  key: JSON.stringify(['messages', cmId, search, pages]),
  topics: [messagesTopic(cmId)],
  load: (client) =>
    loadPages(pages, (before) =>
      client.call('computerMessages', {
        params: { cmId },
        query: { search, ...(before !== undefined && { before }) },
      }),
    ),
});

/** Commands sent to a computer: the newest `pages` pages of those that match `search`. */
export const commandsResource = (
  cmId: string,
  search: string,
  pages: number,
): Resource<Rows<SentCommand>> => ({
  key: JSON.stringify(['commands', cmId, search, pages]),
  topics: [commandsTopic(cmId)],
  load: (client) =>
    loadPages(pages, (before) =>
      client.call('computerCommands', {
        params: { cmId },
        query: { search, ...(before !== undefined && { before }) },
      }),
    ),
});

function single<C extends PortalCall>(
  call: C,
  input: CallInput<C>,
  topics: string[],
): Resource<PortalAnswer<C>> {
  return { key: JSON.stringify([call, input]), topics, load: (client) => client.call(call, input) };
}

async function loadPages<T extends { id: string }>(
  pages: number,
  loadPage: (before: string | undefined) => Promise<Outcome<Rows<T>>>,
): Promise<Outcome<Rows<T>>> {
  const all: Rows<T> = { rows: [], more: true };
  for (let page = 0; page < pages && all.more; page += 1) {
    const outcome = await loadPage(all.rows.at(-1)?.id);
    if (!outcome.ok) return outcome;
    all.rows.push(...outcome.value.rows);
    // A page without rows that promises more would be asked for without end.
    all.more = outcome.value.more && outcome.value.rows.length > 0;
  }
  return { ok: true, value: all };
}

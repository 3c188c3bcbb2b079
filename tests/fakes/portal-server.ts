import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify from 'fastify';
import { pino } from 'pino';
import { registerApi } from '#forge/api/api.ts';
import { createCustomers } from '#forge/computers/customers.ts';
import { createComputers } from '#forge/computers/overview.ts';
import { loadRegistry } from '#forge/computers/registry.ts';
import { createTokens } from '#forge/computers/tokens.ts';
import { createDocuments, insertFirstDocument } from '#forge/documents/documents.ts';
import { createEvents } from '#forge/events.ts';
import type { Events } from '#forge/events.ts';
import { createReceivedMessages } from '#forge/inbox/received-messages.ts';
import { createAudit } from '#forge/operators/audit.ts';
import { createOperators } from '#forge/operators/operators.ts';
import type { Credentials, Operators } from '#forge/operators/operators.ts';
import { createPasswords } from '#forge/operators/passwords.ts';
import { createSessions } from '#forge/operators/sessions.ts';
import { createSignIn } from '#forge/operators/sign-in.ts';
import type { SignIn } from '#forge/operators/sign-in.ts';
import { createCommands } from '#forge/outbox/commands.ts';
import { createWaiting } from '#forge/outbox/waiting.ts';
import { openSqlite } from '#forge/store/sqlite.ts';
import { openStore } from '#forge/store/store.ts';
import type { Store } from '#forge/store/store.ts';
import { newId } from '#shared/wire/id.ts';
import { createHandClock } from './hand-clock.ts';
import type { HandClock } from './hand-clock.ts';

/** The Portal's half of Forge on a real port, with a real store in a folder of its own and a clock moved by hand. */
export interface PortalServer {
  url: string;
  clock: HandClock;
  store: Store;
  events: Events;
  operators: Operators;
  signIn: SignIn;
  /** Of the first start. */
  maintainer: Credentials;
  /** The one registered computer, of customer HOME, and the id of a message that it sent. */
  computer: { cmId: string; messageId: string };
  /** The folder of the Portal's built pages; empty at first. */
  pages: string;
  close(): Promise<void>;
}

const randomKey = (): string => randomBytes(32).toString('base64url');

// Tests are not there to be slow.
const cheapHash = { N: 2 ** 10, r: 8, p: 1 };

export async function startPortalServer(): Promise<PortalServer> {
  const folder = mkdtempSync(join(tmpdir(), 'forge-portal-'));
  const pages = join(folder, 'pages');
  const clock = createHandClock();
  const store = await openStore(openSqlite(join(folder, 'forge.db')));
  const events = createEvents();
  const passwords = createPasswords(cheapHash);
  const operators = createOperators({ store, passwords, clock });
  const sessions = createSessions({ store, clock });
  const signIn = createSignIn({ store, operators, sessions, passwords, clock });
  const maintainer = await operators.ensureMaintainer();
  if (!maintainer) throw new Error('a new store has no operators');

  const customers = createCustomers(store, clock);
  await customers.ensureOne({ code: 'HOME', name: 'My company' });
  const computer = await addComputer(store, clock.now());
  const waiting = createWaiting(store, clock, pino({ level: 'silent' }));
  const commands = createCommands({ store, clock, events, waiting });

  const server = fastify({ logger: false, trustProxy: true });
  await registerApi(server, {
    clock,
    events,
    sessions,
    signIn,
    customers,
    commands,
    audit: createAudit(store, clock),
    registry: await loadRegistry(store),
    computers: createComputers({
      store,
      clock,
      waiting,
      presence: { of: () => ({ state: 'new', evidence: 'registered, not heard of since' }) },
    }),
    messages: createReceivedMessages(store),
    documents: createDocuments(store, clock, commands),
    tokens: createTokens({ store, clock, address: () => 'http://127.0.0.1', rootKeyHash: 'A'.repeat(43) }),
    portalFolder: pages,
    version: '1.2.3',
  });
  await server.listen({ port: 0, host: '127.0.0.1' });
  const { port } = server.server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    clock,
    store,
    events,
    operators,
    signIn,
    maintainer,
    computer,
    pages,
    async close() {
      await server.close();
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function addComputer(store: Store, now: number): Promise<PortalServer['computer']> {
  const cmId = 'HOMEPC001';
  const messageId = newId(now);
  await store.write(async (db) => {
    const keys = { signingKey: randomKey(), sealingKey: randomKey(), tickKey: randomKey() };
    const what = { name: 'reception', platform: 'linux', osName: 'Debian 13', agentVersion: '0.1.0' };
    const registration = { registeredAt: now, registrationId: newId(now), registrationCreated: now };
    const counters = { commandSequence: 0, appliedSettingsVersion: 0 };
    await db
      .insertInto('computers')
      .values({ cmId, customer: 'HOME', ...what, ...keys, ...registration, ...counters })
      .execute();
    await insertFirstDocument(db, cmId, 'My company', now);
    const body = JSON.stringify({ event: 'started', text: 'C-Monitor started', at: now });
    const arrival = { createdAt: now, receivedAt: now, path: 'HTTP', arrivals: 1, epoch: 1, sequence: 1 };
    await db
      .insertInto('messages')
      .values({
        id: messageId,
        cmId,
        class: 'system',
        title: 'started',
        bytes: 300,
        body,
        ...arrival,
        inReplyTo: null,
      })
      .execute();
  });
  return { cmId, messageId };
}

import { join } from 'node:path';
import type { Logger } from 'pino';
import { messageClasses } from '#shared/protocol/envelope.ts';
import { minute, second } from './clock.ts';
import type { Clock } from './clock.ts';
import { createCustomers } from './computers/customers.ts';
import { createComputers } from './computers/overview.ts';
import { createRegistrar } from './computers/registration.ts';
import { loadRegistry } from './computers/registry.ts';
import { createTokens } from './computers/tokens.ts';
import type { Config } from './config.ts';
import { prepareDataFolder, refuseLostDatabase } from './data-folder.ts';
import { createDocuments } from './documents/documents.ts';
import { createEvents } from './events.ts';
import { loadIdentity } from './identity.ts';
import { createFetchHandler } from './inbox/fetch.ts';
import { createFreshness } from './inbox/freshness.ts';
import { createInbox } from './inbox/inbox.ts';
import { createMessageHandler } from './inbox/messages.ts';
import { createOnlineHandler } from './inbox/online.ts';
import { createReceiptHandler } from './inbox/receipts.ts';
import { createRejections } from './inbox/rejections.ts';
import { createReceivedMessages } from './inbox/received-messages.ts';
import { loadKeys } from './keys.ts';
import { createCommands } from './outbox/commands.ts';
import { expireCommands } from './outbox/expiry.ts';
import { createOffer } from './outbox/offer.ts';
import { createWaiting } from './outbox/waiting.ts';
import { loadPresence } from './presence/presence.ts';
import { databaseError, isFromDatabase, openDatabase } from './store/open-database.ts';
import type { Store } from './store/store.ts';

/** What the core asks of the program around it. */
export interface CoreOptions {
  config: Config;
  clock: Clock;
  log: Logger;
  /** Where computers find this server; nothing while that is not known. */
  publicAddress: () => string | undefined;
}

const flushMs = 5 * second;
const expiryMs = 30 * second;

const buildRooms = async (
  store: Store,
  keysFile: string,
  { config, clock, log, publicAddress }: CoreOptions,
) => {
  const { customerCode, customerName, silentAfterS, offlineAfterS } = config;
  const events = createEvents();
  const registry = await loadRegistry(store);
  const keys = loadKeys(keysFile, [...registry.all()].length === 0);
  const identity = await loadIdentity(keys, store, clock);

  const waiting = createWaiting(store, clock, log);
  await waiting.refreshAll();
  const patience = { silentAfterMs: silentAfterS * second, offlineAfterMs: offlineAfterS * second };
  const presence = await loadPresence({ store, clock, registry, events, log, patience, waiting });

  const customers = createCustomers(store, clock);
  await customers.ensureOne({ code: customerCode, name: customerName });
  const tokens = createTokens({ store, clock, address: publicAddress, rootKeyHash: identity.rootKeyHash });
  const commands = createCommands({ store, clock, events, waiting });
  const documents = createDocuments(store, clock, commands);
  const offer = createOffer({ store, clock, identity, commands });
  const registrar = createRegistrar({ store, clock, registry, events });
  const freshness = createFreshness();
  const rejections = createRejections(log);
  const inbox = createInbox({
    clock,
    rejections,
    identity,
    registry,
    registrar,
    // Receipts before fetch, so that what was just receipted is not offered again.
    handlers: [
      { classes: messageClasses, handle: createMessageHandler({ store, presence, commands, events }) },
      { classes: ['receipt'], handle: createReceiptHandler({ store, presence, commands, freshness }) },
      { classes: ['online'], handle: createOnlineHandler({ store, presence, documents, events, freshness }) },
      { classes: ['fetch'], handle: createFetchHandler({ offer, presence, freshness }) },
    ],
  });
  let ends: (() => void)[] = [];

  return {
    store,
    events,
    identity,
    registry,
    presence,
    customers,
    tokens,
    commands,
    documents,
    inbox,
    messages: createReceivedMessages(store),
    computers: createComputers({ store, clock, presence, waiting }),

    /** Begins what is done every few seconds. */
    start(): void {
      const flush = clock.every(flushMs, () => {
        presence.sweep();
        void presence.flush();
      });
      const expire = clock.every(expiryMs, () => {
        expireCommands(store, clock, waiting, commands).catch((error: unknown) => {
          log.warn({ error }, 'commands could not be expired; it is tried again in half a minute');
        });
      });
      const tell = clock.every(minute, () => {
        rejections.tell();
      });
      ends = [flush, expire, tell];
    },

    /** Ends it, writes down what is only in memory, and closes the store. */
    async stop(): Promise<void> {
      for (const end of ends) end();
      ends = [];
      await presence.flush();
      await store.close();
    },
  };
};
export type Core = Awaited<ReturnType<typeof buildRooms>>;

/**
 * Everything of the server but its ports and its operators: opens the store in the data folder, loads the keys and builds the
 * rooms around them.
 * @throws StartError with what to do
 */
export const openCore = async (options: CoreOptions): Promise<Core> => {
  const { dataFolder } = options.config;
  prepareDataFolder(dataFolder);
  const file = join(dataFolder, 'forge.db');
  const keysFile = join(dataFolder, 'keys.json');
  refuseLostDatabase(file, keysFile);
  const store = await openDatabase(file);
  try {
    return await buildRooms(store, keysFile, options);
  } catch (error) {
    await store.close();
    throw isFromDatabase(error) ? databaseError(file, error) : error;
  }
};

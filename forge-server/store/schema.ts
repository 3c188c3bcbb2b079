import type { CommandState } from '#shared/protocol/commands.ts';
import type { OperatorTables } from '../operators/tables.ts';

/*
 * The tables of Forge's core. Moments are milliseconds since 1970, flags are 0 and 1, and what is JSON is a text: the
 * same rows on SQLite and on PostgreSQL.
 */

/** The companies looked after. `nextNumber` goes into the next CM-ID. */
interface CustomerTable {
  code: string;
  name: string;
  nextNumber: number;
  createdAt: number;
}

/** Registration tokens. Of the secret only the SHA-256 is kept. */
interface TokenTable {
  id: string;
  secretHash: string;
  customer: string;
  note: string;
  createdAt: number;
  notAfter: number;
  usedAt: number | null;
  usedBy: string | null;
}

/**
 * Registered computers with their keys (base64url). `commandSequence` is the last one given to a command; `registrationId` and
 * `registrationCreated` are of the newest registration's envelope, whose moment is on the computer's own clock.
 */
export interface ComputerTable {
  cmId: string;
  customer: string;
  name: string;
  platform: string;
  osName: string;
  agentVersion: string;
  signingKey: string;
  sealingKey: string;
  tickKey: string;
  registeredAt: number;
  registrationId: string;
  registrationCreated: number;
  commandSequence: number;
  appliedSettingsVersion: number;
}

/** The last beat of each computer, as it was in memory at the last flush. */
export interface PresenceTable {
  cmId: string;
  lastContact: number;
  lastPath: string;
  lastAddress: string;
  /** What the last contact was, such as `tick` or `online info`. */
  lastBeat: string;
  tickEpoch: number;
  tickCounter: number;
  goingDown: number;
}

/** The newest online info of each computer. */
interface OnlineInfoTable {
  cmId: string;
  at: number;
  receivedAt: number;
  body: string;
}

/** One point of the load of the last 48 hours. `at` is the server's time. */
interface LoadPointTable {
  cmId: string;
  at: number;
  cpuPercent: number | null;
  memoryPercent: number | null;
}

/** "Messages received to CM": each once, whichever paths brought it. `bytes` is the size of its body as it is stored. */
interface MessageTable {
  id: string;
  cmId: string;
  class: string;
  title: string;
  createdAt: number;
  receivedAt: number;
  path: string;
  bytes: number;
  arrivals: number;
  epoch: number;
  sequence: number;
  inReplyTo: string | null;
  body: string;
}

/** "Requests sent from CM". */
export interface CommandTable {
  id: string;
  cmId: string;
  sequence: number;
  kind: string;
  args: string;
  operator: string;
  state: CommandState;
  path: string | null;
  reason: string | null;
  createdAt: number;
  notAfter: number;
  result: string | null;
}

/** The history of a command: the states that it passed, each once. */
interface CommandStepTable {
  commandId: string;
  state: CommandState;
  at: number;
  path: string | null;
}

/** Every version of every computer's settings document. */
interface DocumentTable {
  cmId: string;
  version: number;
  body: string;
  createdAt: number;
  operator: string;
}

/** The last inventory of each computer; `epoch` and `sequence` are those of the message that brought it. */
interface InventoryTable {
  cmId: string;
  messageId: string;
  epoch: number;
  sequence: number;
  receivedAt: number;
  body: string;
}

/** Single small values of the server itself, as JSON. */
interface FactTable {
  name: string;
  value: string;
}

/** All tables. A room with tables of its own describes them in its `tables.ts` and makes them in a migration of its own. */
export interface Schema extends OperatorTables {
  customers: CustomerTable;
  tokens: TokenTable;
  computers: ComputerTable;
  presence: PresenceTable;
  onlineInfo: OnlineInfoTable;
  loadPoints: LoadPointTable;
  messages: MessageTable;
  commands: CommandTable;
  commandSteps: CommandStepTable;
  documents: DocumentTable;
  inventories: InventoryTable;
  facts: FactTable;
}

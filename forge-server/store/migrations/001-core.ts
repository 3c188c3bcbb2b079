import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** All tables of the core, as `schema.ts` describes them. */
export const core: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await customersAndTokens(db);
    await computersAndPresence(db);
    await messages(db);
    await commandsAndDocuments(db);
  },
};

const customersAndTokens = async ({ schema }: Kysely<unknown>): Promise<void> => {
  await schema
    .createTable('customers')
    .addColumn('code', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('nextNumber', 'integer', (c) => c.notNull())
    .addColumn('createdAt', 'bigint', (c) => c.notNull())
    .execute();
  await schema
    .createTable('tokens')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('secretHash', 'text', (c) => c.notNull().unique())
    .addColumn('customer', 'text', (c) => c.notNull().references('customers.code'))
    .addColumn('note', 'text', (c) => c.notNull())
    .addColumn('createdAt', 'bigint', (c) => c.notNull())
    .addColumn('notAfter', 'bigint', (c) => c.notNull())
    .addColumn('usedAt', 'bigint')
    .addColumn('usedBy', 'text')
    .execute();
  await schema
    .createTable('facts')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('value', 'text', (c) => c.notNull())
    .execute();
};

const computersAndPresence = async ({ schema }: Kysely<unknown>): Promise<void> => {
  await schema
    .createTable('computers')
    .addColumn('cmId', 'text', (c) => c.primaryKey())
    .addColumn('customer', 'text', (c) => c.notNull().references('customers.code'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('platform', 'text', (c) => c.notNull())
    .addColumn('osName', 'text', (c) => c.notNull())
    .addColumn('agentVersion', 'text', (c) => c.notNull())
    .addColumn('signingKey', 'text', (c) => c.notNull().unique())
    .addColumn('sealingKey', 'text', (c) => c.notNull())
    .addColumn('tickKey', 'text', (c) => c.notNull())
    .addColumn('registeredAt', 'bigint', (c) => c.notNull())
    .addColumn('commandSequence', 'integer', (c) => c.notNull())
    .addColumn('appliedSettingsVersion', 'integer', (c) => c.notNull())
    .execute();
  await schema
    .createTable('presence')
    .addColumn('cmId', 'text', (c) => c.primaryKey())
    .addColumn('lastContact', 'bigint', (c) => c.notNull())
    .addColumn('lastPath', 'text', (c) => c.notNull())
    .addColumn('lastAddress', 'text', (c) => c.notNull())
    .addColumn('lastBeat', 'text', (c) => c.notNull())
    .addColumn('tickEpoch', 'bigint', (c) => c.notNull())
    .addColumn('tickCounter', 'bigint', (c) => c.notNull())
    .addColumn('goingDown', 'integer', (c) => c.notNull())
    .execute();
  await schema
    .createTable('onlineInfo')
    .addColumn('cmId', 'text', (c) => c.primaryKey())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('receivedAt', 'bigint', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .execute();
  await schema
    .createTable('loadPoints')
    .addColumn('cmId', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('cpuPercent', 'real')
    .addColumn('memoryPercent', 'real')
    .addPrimaryKeyConstraint('loadPointsKey', ['cmId', 'at'])
    .execute();
};

const messages = async ({ schema }: Kysely<unknown>): Promise<void> => {
  await schema
    .createTable('messages')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('cmId', 'text', (c) => c.notNull())
    .addColumn('class', 'text', (c) => c.notNull())
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('createdAt', 'bigint', (c) => c.notNull())
    .addColumn('receivedAt', 'bigint', (c) => c.notNull())
    .addColumn('path', 'text', (c) => c.notNull())
    .addColumn('bytes', 'integer', (c) => c.notNull())
    .addColumn('arrivals', 'integer', (c) => c.notNull())
    .addColumn('epoch', 'bigint', (c) => c.notNull())
    .addColumn('sequence', 'bigint', (c) => c.notNull())
    .addColumn('inReplyTo', 'text')
    .addColumn('body', 'text', (c) => c.notNull())
    .execute();
  await schema.createIndex('messagesOfComputer').on('messages').columns(['cmId', 'id']).execute();
  await schema
    .createTable('inventories')
    .addColumn('cmId', 'text', (c) => c.primaryKey())
    .addColumn('messageId', 'text', (c) => c.notNull())
    .addColumn('epoch', 'bigint', (c) => c.notNull())
    .addColumn('sequence', 'bigint', (c) => c.notNull())
    .addColumn('receivedAt', 'bigint', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .execute();
};

const commandsAndDocuments = async ({ schema }: Kysely<unknown>): Promise<void> => {
  await schema
    .createTable('commands')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('cmId', 'text', (c) => c.notNull())
    .addColumn('sequence', 'integer', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('args', 'text', (c) => c.notNull())
    .addColumn('operator', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('path', 'text')
    .addColumn('reason', 'text')
    .addColumn('createdAt', 'bigint', (c) => c.notNull())
    .addColumn('notAfter', 'bigint', (c) => c.notNull())
    .addColumn('result', 'text')
    .execute();
  await schema.createIndex('commandsOfComputer').on('commands').columns(['cmId', 'id']).execute();
  await schema.createIndex('commandsByState').on('commands').columns(['state', 'cmId', 'sequence']).execute();
  await schema
    .createTable('commandSteps')
    .addColumn('commandId', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('path', 'text')
    .addPrimaryKeyConstraint('commandStepsKey', ['commandId', 'state'])
    .execute();
  await schema
    .createTable('documents')
    .addColumn('cmId', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('createdAt', 'bigint', (c) => c.notNull())
    .addColumn('operator', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('documentsKey', ['cmId', 'version'])
    .execute();
};

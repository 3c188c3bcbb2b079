import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Which registration of a computer was the newest, so that an older one that somebody repeats is told from it. */
export const registrations: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .alterTable('computers')
      .addColumn('registrationId', 'text', (c) => c.notNull().defaultTo(''))
      .execute();
    await schema
      .alterTable('computers')
      .addColumn('registrationCreated', 'bigint', (c) => c.notNull().defaultTo(0))
      .execute();
  },
};

import type { Migration } from 'kysely/migration';
import { core } from './001-core.ts';
import { operators } from './002-operators.ts';
import { registrations } from './003-registrations.ts';

/**
 * Every step that the tables took, run in the order of their names, each once. A room adds a file and a line here; what
 * was released is never changed again.
 */
export const migrations: Record<string, Migration> = {
  '001-core': core,
  '002-operators': operators,
  '003-registrations': registrations,
};

import type { Inventory } from '#shared/protocol/inventory.ts';

/** One installed program or package. */
export type InstalledProgram = NonNullable<Inventory['software']>[number];

/** Gives what one package database knows; nothing when the computer does not have that database. */
export type SoftwareSource = () => Promise<InstalledProgram[] | undefined>;

import { partialSettingsSchema } from './settings.ts';
import type { PartialSettings } from './settings.ts';

/** The form in which local settings are stored: the version of the form, and the fields that were set here. */
export interface StoredSettings {
  form: number;
  local: unknown;
}

/** The newest form. Raise it together with a migration from the form before. */
export const settingsForm = 1;

type Migration = (local: unknown) => unknown;

/** Migration number n leads from form n to form n + 1. */
const migrations: Record<number, Migration> = {};

/**
 * Brings stored settings to the newest form. Fields that do not pass their schema are left out and named in `dropped`
 * (as `page.field`), so that one bad value never takes the others with it.
 */
export const migrateSettings = (stored: StoredSettings): { local: PartialSettings; dropped: string[] } => {
  let local = stored.local;
  for (let form = stored.form; form < settingsForm; form += 1) local = migrations[form]?.(local) ?? local;
  return keepValid(local);
};

const keepValid = (local: unknown): { local: PartialSettings; dropped: string[] } => {
  const dropped: string[] = [];
  const kept: Record<string, Record<string, unknown>> = {};
  for (const [page, fields] of Object.entries(Object(local) as Record<string, unknown>)) {
    for (const [field, value] of Object.entries(Object(fields) as Record<string, unknown>)) {
      const valid = partialSettingsSchema.safeParse({ [page]: { [field]: value } }).success;
      if (valid) kept[page] = { ...kept[page], [field]: value };
      else dropped.push(`${page}.${field}`);
    }
  }
  return { local: partialSettingsSchema.parse(kept), dropped };
};

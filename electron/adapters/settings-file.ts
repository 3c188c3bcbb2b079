import { copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { writeFileDurably } from '#agent/store/durable-file.ts';
import type { SettingsStore } from '#agent/host.ts';
import { settingsForm } from '#shared/settings/migrations.ts';
import type { StoredSettings } from '#shared/settings/migrations.ts';

/** How the settings file is read and written once it is known to be sound. */
export interface SettingsFileAccess {
  read(): unknown;
  /** Durable when it returns. */
  write(settings: StoredSettings): void;
}

export interface SettingsStoreOptions {
  dataFolder: string;
  /** The wall clock, which names the copy of a damaged file. */
  now: () => number;
  /** Opens the file, which may not exist yet. */
  access: (file: string) => SettingsFileAccess;
}

const storedSchema = z.object({ form: z.int().min(1), local: z.record(z.string(), z.unknown()) });

const soundSettings = (file: string): boolean => {
  try {
    return storedSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).success;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw new Error(
      `The settings file ${file} cannot be read. Make it readable for this user, then start again.`,
      {
        cause: error,
      },
    );
  }
};

/** Part of a file name: the moment in UTC, such as 20261120-044300. */
const fileMoment = (ms: number): string =>
  new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');

/** Sets a damaged file aside and puts the last good one in its place. Gives the sentence that tells it. */
const recover = (file: string, lastGood: string, now: number): string | undefined => {
  if (!existsSync(file) || soundSettings(file)) return undefined;
  const kept = `settings.damaged-${fileMoment(now)}.json`;
  renameSync(file, path.join(path.dirname(file), kept));
  if (!existsSync(lastGood) || !soundSettings(lastGood))
    return `The settings file was damaged and is kept as ${kept}; the settings made on this computer are at their defaults.`;
  copyFileSync(lastGood, file);
  return `The settings file was damaged and is kept as ${kept}; its copy from the last change is in force.`;
};

/**
 * Local settings in `settings.json` of the data folder. A damaged file is kept under another name, and the copy made at the
 * last change takes its place.
 * @throws a sentence for the user when the file cannot be read
 */
export const openSettingsStore = ({ dataFolder, now, access }: SettingsStoreOptions): SettingsStore => {
  const file = path.join(dataFolder, 'settings.json');
  const lastGood = path.join(dataFolder, 'settings.last-good.json');
  const recovered = recover(file, lastGood, now());
  const opened = access(file);
  return {
    load: () => {
      const stored = storedSchema.safeParse(opened.read());
      return stored.success ? stored.data : { form: settingsForm, local: {} };
    },
    save: (settings) => {
      try {
        opened.write(settings);
        writeFileDurably(lastGood, `${JSON.stringify(settings, null, 2)}\n`);
      } catch (error) {
        throw new Error(
          `the file ${file} could not be written. See that the disk has room and the folder is writable, then try again.`,
          { cause: error },
        );
      }
    },
    recovered: () => recovered,
  };
};

/** Access to the settings file without any library, for a host that is plain Node. */
export const plainSettingsFile = (file: string): SettingsFileAccess => ({
  read: () => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as unknown) : undefined),
  write: (settings) => {
    writeFileDurably(file, `${JSON.stringify(settings, null, 2)}\n`);
  },
});

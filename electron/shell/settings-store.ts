import ElectronStore from 'electron-store';
import path from 'node:path';
import type { SettingsStore } from '#agent/host.ts';
import type { StoredSettings } from '#shared/settings/migrations.ts';
import { openSettingsStore } from '../adapters/settings-file.ts';
import type { SettingsFileAccess } from '../adapters/settings-file.ts';

const throughElectronStore = (file: string): SettingsFileAccess => {
  const store = new ElectronStore<Partial<StoredSettings>>({
    cwd: path.dirname(file),
    name: path.basename(file, '.json'),
    configFileMode: 0o600,
    // A value holds whole pages; dots in field names are no paths.
    accessPropertiesByDotNotation: false,
  });
  return {
    read: () => store.store,
    write: (settings) => {
      store.store = settings;
    },
  };
};

/** Local settings through electron-store, in the same file and form as a plain Node host's. */
export const openElectronSettings = (dataFolder: string, now: () => number): SettingsStore =>
  openSettingsStore({ dataFolder, now, access: throughElectronStore });

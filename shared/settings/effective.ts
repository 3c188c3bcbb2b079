import { defaultSettings, settingsPages } from './settings.ts';
import type { PartialSettings, ServerSettings, Settings, SettingsPage } from './settings.ts';

/** Where a field's effective value came from. */
export type Origin = 'default' | 'local' | 'server';
export type Origins = { [P in SettingsPage]: Record<keyof Settings[P], Origin> };

/** What is in force, and why. */
export interface EffectiveSettings {
  values: Settings;
  origins: Origins;
}

type Fields = Record<string, unknown>;

/** The one switch that the computer keeps for itself: what is disabled here stays disabled, whatever the server says. */
const localWins = (page: SettingsPage, field: string, local: unknown): boolean =>
  page === 'outgoing' && field === 'sending' && local === 'disabled';

const effectiveField = (
  page: SettingsPage,
  field: string,
  own: Fields,
  wanted: Fields,
  fallback: unknown,
): [unknown, Origin] => {
  if (own[field] !== undefined && (wanted[field] === undefined || localWins(page, field, own[field])))
    return [own[field], 'local'];
  if (wanted[field] !== undefined) return [wanted[field], 'server'];
  return [fallback, 'default'];
};

/** Puts the server's values over the local ones and both over the defaults; local "Disabled" wins over the server. */
export const effectiveSettings = (local: PartialSettings, server: ServerSettings): EffectiveSettings => {
  const values: Record<string, Fields> = {};
  const origins: Record<string, Record<string, Origin>> = {};
  for (const page of settingsPages) {
    const own: Fields = local[page] ?? {};
    const wanted: Fields = (server as PartialSettings)[page] ?? {};
    const fields = Object.entries(defaultSettings[page]).map(
      ([field, fallback]) => [field, effectiveField(page, field, own, wanted, fallback)] as const,
    );
    values[page] = Object.fromEntries(fields.map(([field, [value]]) => [field, value]));
    origins[page] = Object.fromEntries(fields.map(([field, [, origin]]) => [field, origin]));
  }
  return { values: values as unknown as Settings, origins: origins as unknown as Origins };
};

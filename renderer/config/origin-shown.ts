import type { SettingsView } from '#shared/ipc.ts';
import type { Origin } from '#shared/settings/effective.ts';
import { appliedOrigin, inheritedValue, isChanged, isLocked } from './draft.ts';
import type { Draft, SettingPath } from './draft.ts';

/** What the mark after a field says, by the keys of its texts. */
interface OriginShown {
  origin: Origin;
  text: 'default' | 'local' | 'localPending' | 'resetPending' | 'server' | 'serverOrDisabled';
  reset: 'toDefault' | 'toServer' | undefined;
}

/** Where a field's value in the window comes from, changes that are not applied yet included, and the way back. */
export const originShown = (view: SettingsView, draft: Draft, path: SettingPath): OriginShown => {
  if (isLocked(view, path)) return { origin: 'server', text: 'server', reset: undefined };
  const applied = appliedOrigin(view, path);
  const fromServer = serverSets(view, path);
  const reset = fromServer ? 'toServer' : 'toDefault';
  if (draft.resets.has(path) && isChanged(view, draft, path)) {
    return { origin: fromServer ? 'server' : 'default', text: 'resetPending', reset: undefined };
  }
  if (isChanged(view, draft, path)) return { origin: 'local', text: 'localPending', reset };
  // Where the server decides and the field is not locked, one choice is left.
  const text = applied === 'server' ? 'serverOrDisabled' : applied;
  return { origin: applied, text, reset: applied === 'local' ? reset : undefined };
};

const serverSets = (view: SettingsView, path: SettingPath): boolean => {
  const [page, field] = path.split('.') as ['http', string];
  return Object.hasOwn(view.server[page] ?? {}, field) && inheritedValue(view, path) !== undefined;
};

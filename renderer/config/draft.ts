import type { SettingsChange, SettingsView } from '#shared/ipc.ts';
import type { Origin } from '#shared/settings/effective.ts';
import { defaultSettings, settingsPages } from '#shared/settings/settings.ts';
import type { PartialSettings, Settings, SettingsPage } from '#shared/settings/settings.ts';

/** One field of the settings, as `page.field`. */
export type SettingPath = { [P in SettingsPage]: `${P}.${keyof Settings[P] & string}` }[SettingsPage];

/** The type of a field's value. */
export type SettingValue<Path extends SettingPath> = Path extends `${infer P extends SettingsPage}.${infer F}`
  ? F extends keyof Settings[P]
    ? Settings[P][F]
    : never
  : never;

/** The values in the form: the settings, with null for a number that is being written. */
export type DraftValues = {
  [P in SettingsPage]: {
    [F in keyof Settings[P]]: Settings[P][F] extends number ? Settings[P][F] | null : Settings[P][F];
  };
};

/** What a person has changed in the window and not applied yet. */
export interface Draft {
  values: DraftValues;
  /** Fields to give back to the default or to the CM Server. */
  resets: ReadonlySet<SettingPath>;
  /** Secrets to set, or to clear with null. */
  secrets: SettingsChange['secrets'];
}

const settingPaths = settingsPages.flatMap((page) =>
  Object.keys(defaultSettings[page]).map((field) => `${page}.${field}` as SettingPath),
);

const at = (settings: PartialSettings | DraftValues, path: SettingPath): unknown => {
  const [page, field] = path.split('.') as [SettingsPage, string];
  return (settings[page] as Record<string, unknown> | undefined)?.[field];
};

const put = (settings: object, path: SettingPath, value: unknown): void => {
  const [page, field] = path.split('.') as [SettingsPage, string];
  const pages = settings as Record<string, Record<string, unknown>>;
  pages[page] = { ...pages[page], [field]: value };
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The draft before anything has been changed. */
export const draftOf = (view: SettingsView): Draft => ({
  values: structuredClone(view.values),
  resets: new Set(),
  secrets: {},
});

/** What a field's value would be without the one set here: the server's, else the default. */
export const inheritedValue = (view: SettingsView, path: SettingPath): unknown =>
  at(view.server, path) ?? at(defaultSettings, path);

/** Where the value in force came from. */
export const appliedOrigin = (view: SettingsView, path: SettingPath): Origin => {
  const [page, field] = path.split('.') as [SettingsPage, string];
  return view.origins[page]?.[field] ?? 'default';
};

/** The CM Server sets the field, so it cannot be changed here; sending alone can always be disabled here. */
export const isLocked = (view: SettingsView, path: SettingPath): boolean =>
  path !== 'outgoing.sending' && appliedOrigin(view, path) === 'server';

/** Whether the field gives up its local value: by the reset button, or by choosing what the server sets anyway. */
const givesBack = (view: SettingsView, draft: Draft, path: SettingPath): boolean => {
  if (at(view.local, path) === undefined || isLocked(view, path)) return false;
  const wanted = at(view.server, path);
  return draft.resets.has(path) || (wanted !== undefined && same(at(draft.values, path), wanted));
};

const isSet = (view: SettingsView, draft: Draft, path: SettingPath): boolean =>
  !draft.resets.has(path) && !isLocked(view, path) && !same(at(draft.values, path), at(view.values, path));

/** The field has a change that is not applied yet. */
export const isChanged = (view: SettingsView, draft: Draft, path: SettingPath): boolean =>
  givesBack(view, draft, path) || isSet(view, draft, path);

/** The draft as the change that the agent is asked for. Its values must have passed the schema. */
export const changeOf = (view: SettingsView, draft: Draft): SettingsChange => {
  const set: PartialSettings = {};
  const unset = settingPaths.filter((path) => givesBack(view, draft, path));
  for (const path of settingPaths) {
    if (isSet(view, draft, path) && !unset.includes(path)) put(set, path, at(draft.values, path));
  }
  return { set, unset, secrets: draft.secrets };
};

/** The fields of one page that differ from what is in force, for trying them out unsaved. */
export const unsavedOf = (view: SettingsView, draft: Draft, page: SettingsPage): PartialSettings => {
  const unsaved: PartialSettings = {};
  for (const path of settingPaths) {
    const value = at(draft.values, path);
    if (path.startsWith(`${page}.`) && !same(value, at(view.values, path))) put(unsaved, path, value);
  }
  return unsaved;
};

/** The pages that have something to apply. */
export const changedPages = (change: SettingsChange): ReadonlySet<string> =>
  new Set([
    ...Object.keys(change.set),
    ...[...change.unset, ...Object.keys(change.secrets)].map((path) => path.slice(0, path.indexOf('.'))),
  ]);

/** The draft after the settings in force changed meanwhile: unsaved changes stay, all else follows. */
export const rebase = (before: SettingsView, after: SettingsView, draft: Draft): Draft => {
  const kept = settingPaths.filter((path) => isChanged(before, draft, path) && !isLocked(after, path));
  const values = structuredClone(after.values) as DraftValues;
  for (const path of kept) put(values, path, at(draft.values, path));
  const resets = kept.filter((path) => draft.resets.has(path) && at(after.local, path) !== undefined);
  return { values, resets: new Set(resets), secrets: draft.secrets };
};

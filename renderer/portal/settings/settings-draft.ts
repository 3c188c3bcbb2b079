import { defaultSettings, serverSettingsSchema } from '#shared/settings/settings.ts';
import type { ServerSettings } from '#shared/settings/settings.ts';

/** A page and a field of it, such as `http.port`. */
export type FieldPath = `${keyof ServerSettings}.${string}`;

/** What the operator changed and has not saved: a value that the server shall set, or null to set the field no more. */
export type SettingsDraft = Partial<Record<FieldPath, { value: unknown } | null>>;

/** A field as the form shows it. `value` is the default's while the server does not set the field. */
export interface FieldView {
  setByServer: boolean;
  value: unknown;
  changed: boolean;
}

type Fields = Record<string, unknown>;
type Pages = Partial<Record<string, Fields>>;

/** A field of the saved settings with the draft over them. */
export function fieldView(saved: ServerSettings, draft: SettingsDraft, path: FieldPath): FieldView {
  const savedValue = valueAt(saved, path);
  const change = draft[path];
  const value = change === undefined ? savedValue : change?.value;
  return {
    setByServer: value !== undefined,
    value: value === undefined ? valueAt(defaultSettings, path) : value,
    changed: change !== undefined,
  };
}

/** The draft with one more change. A change back to what is saved is no change. */
export function changeField(
  saved: ServerSettings,
  draft: SettingsDraft,
  path: FieldPath,
  change: { value: unknown } | null,
): SettingsDraft {
  const { [path]: _, ...others } = draft;
  return valueAt(saved, path) === change?.value ? others : { ...others, [path]: change };
}

/** What would be saved, or a sentence for each field that is wrong. */
export function checkDraft(
  saved: ServerSettings,
  draft: SettingsDraft,
): { settings: ServerSettings } | { errors: Partial<Record<FieldPath, string>> } {
  const checked = serverSettingsSchema.safeParse(withDraft(saved, draft));
  if (checked.success) return { settings: checked.data };
  const issues = checked.error.issues.map(
    ({ path, message }) => [path.slice(0, 2).join('.'), message] as const,
  );
  return { errors: Object.fromEntries(issues.toReversed()) };
}

function withDraft(saved: ServerSettings, draft: SettingsDraft): Pages {
  const pages: Pages = structuredClone(saved);
  for (const [path, change] of Object.entries(draft)) {
    const [page, field] = parts(path);
    const { [field]: _, ...others } = pages[page] ?? {};
    const fields = change ? { ...others, [field]: change.value } : others;
    pages[page] = fields;
    if (Object.keys(fields).length === 0) delete pages[page];
  }
  return pages;
}

function valueAt(pages: Pages, path: string): unknown {
  const [page, field] = parts(path);
  return pages[page]?.[field];
}

function parts(path: string): [string, string] {
  const [page = '', field = ''] = path.split('.');
  return [page, field];
}

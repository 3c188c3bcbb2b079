import { zodResolver } from '@hookform/resolvers/zod';
import { createContext, use, useEffect, useEffectEvent, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import type { Control } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { SettingsChange, SettingsView } from '#shared/ipc.ts';
import type { SecretField, Settings } from '#shared/settings/settings.ts';
import { useToast } from '../ui/toast.tsx';
import { changeOf, changedPages, draftOf, inheritedValue, rebase } from './draft.ts';
import type { Draft, DraftValues, SettingPath, SettingValue } from './draft.ts';
import { formSchema } from './form-schema.ts';
import type { Live } from './live.ts';
import { useBridge, useCall } from './window-context.tsx';

/** The settings as the window has them: what is in force, what is changed and not applied, and what is wrong with it. */
interface SettingsForm {
  view: SettingsView;
  draft: Draft;
  control: Control<DraftValues, unknown, Settings>;
  change: SettingsChange;
  dirtyPages: ReadonlySet<string>;
  errorPages: ReadonlySet<string>;
  /** Refusals that belong to no field in sight. */
  refusals: string[];
  /** Writes a field; it does not go back any more. */
  write: <Path extends SettingPath>(path: Path, value: SettingValue<Path>) => void;
  /** The field was written to by its control. */
  keep: (path: SettingPath) => void;
  /** Gives the field back to the default or to the CM Server. */
  reset: (path: SettingPath) => void;
  /** Sets a secret, clears it with null, or leaves it as it is with undefined. */
  setSecret: (field: SecretField, value: string | null | undefined) => void;
  /** Checks one page without applying anything. */
  check: (page: keyof Settings) => Promise<boolean>;
  /** Changes are being applied. */
  applying: boolean;
  /** Applies all changes, once at a time; false when something is wrong, which is then shown beside its field. */
  apply: () => Promise<boolean>;
  /** Shows what was refused beside the fields, and the rest at the top of the page. */
  showErrors: (errors: Record<string, string>) => void;
  /** Takes settings that were changed another way, and forgets what was not applied. */
  restart: (view: SettingsView) => void;
}

const SettingsContext = createContext<SettingsForm | undefined>(undefined);

export const useSettings = (): SettingsForm => {
  const form = use(SettingsContext);
  if (form === undefined) throw new Error('This part of the window stands outside of SettingsProvider.');
  return form;
};

interface SettingsProviderProps {
  live: Live<SettingsView>;
  /** The pages of settings that the window can show. */
  shownPages: readonly string[];
  /** Something is wrong with this field: bring it into sight. */
  onProblem: (path: SettingPath, focus: () => void) => void;
  children: ReactNode;
}

/** Holds the form over all pages, so that changes on several pages are applied together. */
export function SettingsProvider({ live, shownPages, onProblem, children }: SettingsProviderProps) {
  const bridge = useBridge();
  const call = useCall();
  const toast = useToast();
  const { t } = useTranslation('config');
  const [view, setView] = useState(live.get);
  const [resets, setResets] = useState<ReadonlySet<SettingPath>>(new Set());
  const [secrets, setSecrets] = useState<SettingsChange['secrets']>({});
  const [refusals, setRefusals] = useState<string[]>([]);
  const [applying, setApplying] = useState(false);
  const form = useForm<DraftValues, unknown, Settings>({
    defaultValues: view.values,
    resolver: zodResolver(formSchema),
    mode: 'onTouched',
  });
  const values = useWatch({ control: form.control }) as DraftValues;
  const draft = useMemo<Draft>(() => ({ values, resets, secrets }), [values, resets, secrets]);
  const change = useMemo(() => changeOf(view, draft), [view, draft]);
  const dirtyPages = useMemo(() => changedPages(change), [change]);
  const dirty = dirtyPages.size > 0;

  useEffect(() => {
    void bridge.call('setDirty', dirty);
  }, [bridge, dirty]);

  const adopt = (next: SettingsView, from: Draft): void => {
    form.reset(from.values, { keepErrors: true, keepTouched: true });
    setResets(from.resets);
    setSecrets(from.secrets);
    setView(next);
  };
  const follow = useEffectEvent(() => {
    const next = live.get();
    adopt(next, rebase(view, next, { values: form.getValues(), resets, secrets }));
  });
  useEffect(() => live.subscribe(() => follow()), [live]);

  const restart = (next: SettingsView): void => {
    form.clearErrors();
    adopt(next, draftOf(next));
  };
  const showErrors = (errors: Record<string, string>): void => {
    const isShown = (path: string): boolean => shownPages.some((page) => path.startsWith(`${page}.`));
    const placed = Object.keys(errors).filter(isShown) as SettingPath[];
    for (const path of placed) form.setError(path, { type: 'refused', message: errors[path] ?? '' });
    setRefusals(Object.keys(errors).flatMap((path) => (isShown(path) ? [] : [errors[path] ?? ''])));
    const first = placed[0];
    if (first !== undefined) onProblem(first, () => form.setFocus(first));
  };
  const applyValid = async (): Promise<boolean> => {
    const outcome = await call('settingsChange', changeOf(view, { ...draft, values: form.getValues() }));
    if (outcome === undefined) return false;
    if (outcome.outcome === 'refused') {
      showErrors(outcome.errors);
      return false;
    }
    restart(outcome.view);
    toast({ text: t('applied') });
    return true;
  };

  const keep = (path: SettingPath): void => {
    if (resets.has(path)) setResets(new Set([...resets].filter((other) => other !== path)));
  };

  const settings: SettingsForm = {
    view,
    draft,
    control: form.control,
    change,
    dirtyPages,
    errorPages: new Set(Object.keys(form.formState.errors)),
    refusals,
    write: (path, value) => {
      keep(path);
      form.setValue(path, value as never, { shouldValidate: true });
    },
    keep,
    reset: (path) => {
      form.setValue(path, inheritedValue(view, path) as never, { shouldValidate: true });
      setResets(new Set([...resets, path]));
    },
    setSecret: (field, value) => {
      const { [field]: _, ...others } = secrets;
      setSecrets(value === undefined ? others : { ...others, [field]: value });
    },
    check: (page) => form.trigger(page, { shouldFocus: true }),
    applying,
    apply: async () => {
      if (applying) return false;
      setRefusals([]);
      setApplying(true);
      let applied = false;
      await form.handleSubmit(
        async () => {
          applied = await applyValid();
        },
        (errors) => {
          const path = firstPath(errors);
          if (path !== undefined) onProblem(path, () => form.setFocus(path));
        },
      )();
      setApplying(false);
      return applied;
    },
    showErrors,
    restart,
  };
  return <SettingsContext value={settings}>{children}</SettingsContext>;
}

function firstPath(errors: object): SettingPath | undefined {
  const [page, fields] = Object.entries(errors)[0] ?? [];
  const field = Object.keys(Object(fields) as object)[0];
  return page === undefined || field === undefined ? undefined : (`${page}.${field}` as SettingPath);
}

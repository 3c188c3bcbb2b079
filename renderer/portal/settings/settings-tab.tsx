import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComputerDetail } from '#shared/portal-data.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Section } from '../../ui/section.tsx';
import { useToast } from '../../ui/toast.tsx';
import { CallNotice } from '../frame/call-notice.tsx';
import { useCall, usePortal } from '../frame/use-portal.ts';
import { changeField, checkDraft, fieldView } from './settings-draft.ts';
import type { FieldPath, SettingsDraft } from './settings-draft.ts';
import { SettingField } from './setting-field.tsx';
import { settingsFields } from './settings-fields.ts';
import type { FieldControl } from './settings-fields.ts';
import { SettingsState } from './settings-state.tsx';
import styles from './settings-tab.module.css';

/** The settings that the CM Server decides for a computer: change, save, send, and see them applied. */
export function SettingsTab({ detail }: { detail: ComputerDetail }) {
  const { t } = useTranslation('portal');
  const { t: tc } = useTranslation('config');
  const toast = useToast();
  const { run, pending, error } = useCall('saveSettings');
  const { cmId } = detail.computer;
  const saved = detail.document.settings;
  const [draft, setDraft] = useDraft(cmId);
  const [tried, setTried] = useState(false);
  const checked = checkDraft(saved, draft);
  const errors = tried && 'errors' in checked ? checked.errors : {};
  const changes = Object.keys(draft).length;

  const save = async (): Promise<void> => {
    setTried(true);
    if ('errors' in checked) return;
    const outcome = await run({ params: { cmId }, body: { settings: checked.settings } });
    if (!outcome.ok) return;
    toast({ text: t('settings.sent', { version: detail.document.version + 1 }) });
    discard();
  };
  const discard = (): void => {
    setDraft({});
    setTried(false);
  };

  return (
    <form
      className={styles.settings}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <SettingsState detail={detail} />
      <p className={styles.intro}>{t('settings.intro')}</p>
      {pagesOf(settingsFields).map(({ page, fields }) => (
        <Section
          key={page}
          title={tc(`pages.${page}`)}
          intro={page === 'http' ? t('settings.connectionSafe') : undefined}
        >
          {fields.map(({ path, control }) => (
            <SettingField
              key={path}
              path={path}
              control={control}
              view={fieldView(saved, draft, path)}
              error={errors[path]}
              onChange={(change) => setDraft(changeField(saved, draft, path, change))}
            />
          ))}
        </Section>
      ))}
      <footer className={styles.footer}>
        {error === undefined ? null : <CallNotice error={error} announced />}
        {Object.keys(errors).length === 0 ? null : (
          <Notice tone="danger" announced>
            {t('settings.wrong')}
          </Notice>
        )}
        <div className={styles.buttons}>
          <span className={styles.count}>
            {changes === 0 ? null : t('settings.changed', { count: changes })}
          </span>
          {changes === 0 ? null : <Button onClick={discard}>{t('settings.discard')}</Button>}
          <Button
            variant="primary"
            type="submit"
            pending={pending}
            reason={changes === 0 ? t('settings.nothingChanged') : undefined}
          >
            {t('settings.save')}
          </Button>
        </div>
      </footer>
    </form>
  );
}

/** The unsaved changes for a computer. They stay while the reader looks at other pages. */
function useDraft(cmId: string): [SettingsDraft, (draft: SettingsDraft) => void] {
  const { drafts } = usePortal();
  const [draft, setDraft] = useState<SettingsDraft>(() => drafts.get(cmId) ?? {});
  const unsaved = Object.keys(draft).length > 0;
  useEffect(() => {
    if (unsaved) drafts.set(cmId, draft);
    else drafts.delete(cmId);
  }, [drafts, cmId, draft, unsaved]);
  useEffect(() => {
    if (!unsaved) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [unsaved]);
  return [draft, setDraft];
}

type PageName = keyof typeof settingsFields;

/** The table of fields as lists, with the path of every field. */
function pagesOf(
  table: typeof settingsFields,
): { page: PageName; fields: { path: FieldPath; control: FieldControl }[] }[] {
  return (Object.keys(table) as PageName[]).map((page) => ({
    page,
    fields: Object.entries(table[page]).map(([field, control]) => ({ path: `${page}.${field}`, control })),
  }));
}

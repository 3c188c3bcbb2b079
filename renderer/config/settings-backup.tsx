import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { Section } from '../ui/section.tsx';
import { useToast } from '../ui/toast.tsx';
import styles from './settings-backup.module.css';
import { useSettings } from './settings-form.tsx';
import { useCall } from './window-context.tsx';

/** Settings to a file and from a file, and what the support desk asks for. */
export function SettingsBackup() {
  const { t } = useTranslation('config');
  const call = useCall();
  const toast = useToast();
  const { view, dirtyPages, restart, showErrors } = useSettings();
  const [toImport, setToImport] = useState<string>();

  const exportSettings = async (): Promise<void> => {
    const text = await call('settingsExport', undefined);
    if (text === undefined) return;
    if (await call('saveText', { name: 'c-monitor-settings.json', text }))
      toast({ text: t('general.exported') });
  };
  const chooseFile = async (): Promise<void> => {
    setToImport((await call('loadText', undefined)) ?? undefined);
  };
  const importSettings = async (text: string): Promise<void> => {
    setToImport(undefined);
    const outcome = await call('settingsImport', text);
    if (outcome?.outcome === 'refused') showErrors(outcome.errors);
    if (outcome?.outcome !== 'applied') return;
    restart(outcome.view);
    toast({ text: t('general.imported') });
  };
  const copyDiagnostics = async (): Promise<void> => {
    const text = await call('diagnostics', undefined);
    if (text === undefined) return;
    await call('copyText', text);
    toast({ text: t('general.diagnosticsCopied') });
  };

  return (
    <Section title={t('general.backup')} intro={t('general.exportHint')}>
      <div className={styles.buttons}>
        <Button icon="download" onClick={() => void exportSettings()}>
          {t('general.export')}
        </Button>
        <Button icon="upload" onClick={() => void chooseFile()}>
          {t('general.import')}
        </Button>
        <Button icon="copy" onClick={() => void copyDiagnostics()}>
          {t('general.diagnostics')}
        </Button>
      </div>
      <p className={styles.secrets}>{t('general.secretStore', { store: view.secretStore })}</p>
      <ConfirmDialog
        open={toImport !== undefined}
        onCancel={() => setToImport(undefined)}
        title={t('general.importTitle')}
        answers={
          <>
            <Button onClick={() => setToImport(undefined)}>{t('cancel')}</Button>
            <Button variant="primary" onClick={() => void importSettings(toImport ?? '')}>
              {t('general.importConfirm')}
            </Button>
          </>
        }
      >
        <p>{t('general.importText')}</p>
        {dirtyPages.size === 0 ? null : <p>{t('general.importDirty')}</p>}
      </ConfirmDialog>
    </Section>
  );
}

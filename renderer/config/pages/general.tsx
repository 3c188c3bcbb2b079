import { useTranslation } from 'react-i18next';
import { Notice } from '../../ui/notice.tsx';
import { Section } from '../../ui/section.tsx';
import { PageBody } from '../page-body.tsx';
import { Registration } from '../registration.tsx';
import { CheckboxSetting, SelectSetting } from '../setting-fields.tsx';
import { useSettings } from '../settings-form.tsx';
import { SettingsBackup } from '../settings-backup.tsx';
import { ThisComputer } from '../this-computer.tsx';
import { useStatus } from '../window-context.tsx';
import { languages } from '../../texts/languages.ts';
import { availableLanguages } from '../../texts/texts.ts';

/** Page "General". */
export function GeneralPage() {
  const { t } = useTranslation('config');
  const { problems } = useStatus();
  const { draft } = useSettings();
  const translated = availableLanguages();
  return (
    <PageBody
      title={t('pages.general')}
      notices={problems.map((problem) => (
        <Notice key={problem.code} tone="warn" title={problem.message}>
          {problem.remedy}
        </Notice>
      ))}
    >
      <Registration />
      <ThisComputer />
      <Section title={t('general.window')}>
        <SelectSetting
          path="general.language"
          options={(['system', ...languages] as const).map((value) => ({
            value,
            label: t(`general.language.${value}`),
            reason:
              value === 'system' || translated.includes(value) ? undefined : t('general.languageMissing'),
          }))}
        />
        <SelectSetting
          path="general.theme"
          options={(['system', 'light', 'dark'] as const).map((value) => ({
            value,
            label: t(`general.theme.${value}`),
          }))}
        />
        <CheckboxSetting path="general.autostart" />
        <CheckboxSetting
          path="general.showTrayIcon"
          hint={draft.values.general.showTrayIcon ? undefined : t('general.trayHint')}
        />
      </Section>
      <SettingsBackup />
    </PageBody>
  );
}

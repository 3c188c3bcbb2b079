import { useTranslation } from 'react-i18next';
import type { AgentStatus } from '#shared/status.ts';
import { formatDate } from '../texts/format.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Facts } from '../ui/facts.tsx';
import { Section } from '../ui/section.tsx';
import { useNow } from './use-now.ts';
import { useAbout, useCall, useStatus } from './window-context.tsx';

/** Who this computer is to the CM Server; all to read, nothing to change. */
export function ThisComputer() {
  const { t } = useTranslation('config');
  const call = useCall();
  const status = useStatus();
  const about = useAbout();
  const none = t('general.none');
  return (
    <Section title={t('general.thisComputer')}>
      <Facts
        facts={[
          { label: t('general.cmId'), value: status.cmId ?? none },
          { label: t('general.computerName'), value: status.computerName },
          { label: t('general.customer'), value: status.customer ?? none },
          ...useLicence(status),
          { label: t('general.server'), value: status.server ?? none },
          {
            label: t('general.serverSettings'),
            value:
              status.settingsVersion === 0
                ? none
                : t('general.serverSettingsVersion', { version: status.settingsVersion }),
          },
          { label: t('general.version'), value: about.version },
          {
            label: t('general.dataFolder'),
            value: about.dataFolder,
            action: (
              <Button variant="quiet" icon="folder" onClick={() => void call('openDataFolder', undefined)}>
                {t('general.openFolder')}
              </Button>
            ),
          },
        ]}
      />
    </Section>
  );
}

function useLicence({ licence }: AgentStatus) {
  const { t, i18n } = useTranslation('config');
  const now = useNow(3_600_000);
  if (licence === undefined) return [{ label: t('general.licence'), value: t('general.none') }];
  const type = t(`general.licenceType.${licence.type}`);
  const target = t(`general.licenceTarget.${licence.target}`);
  return [
    { label: t('general.licence'), value: t('general.licenceText', { type, target }) },
    {
      label: t('general.validTo'),
      value: formatDate(licence.validTo, i18n.language),
      action: licence.validTo < now ? <Badge tone="danger">{t('general.expired')}</Badge> : undefined,
    },
  ];
}

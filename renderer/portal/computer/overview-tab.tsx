import { useTranslation } from 'react-i18next';
import type { Computer, ComputerDetail } from '#shared/portal-data.ts';
import { Facts } from '../../ui/facts.tsx';
import { Section } from '../../ui/section.tsx';
import { Link } from '../frame/link.tsx';
import { useFormat } from '../frame/use-format.ts';
import { Age } from '../parts/age.tsx';
import { Presence } from '../parts/presence.tsx';
import { LoadGraph } from './load-graph.tsx';
import { OnlineInformation } from './online-information.tsx';
import styles from './overview-tab.module.css';

/** What one wants to know of a computer first. */
export function OverviewTab({ detail }: { detail: ComputerDetail }) {
  return (
    <div className={styles.overview}>
      <div className={styles.box}>
        <Identity detail={detail} />
      </div>
      <div className={styles.box}>
        <Contact computer={detail.computer} />
      </div>
      <div className={styles.wide}>
        <LoadGraph points={detail.load} />
      </div>
      <div className={styles.wide}>
        <OnlineInformation info={detail.onlineInfo} />
      </div>
    </div>
  );
}

function Identity({ detail: { computer, document } }: { detail: ComputerDetail }) {
  const { t } = useTranslation('portal');
  const format = useFormat();
  const { type, target, validTo } = document.licence;
  return (
    <Section title={t('overview.identity')}>
      <Facts
        facts={[
          { label: t('overview.cmId'), value: computer.cmId },
          { label: t('overview.name'), value: computer.name },
          {
            label: t('overview.customer'),
            value:
              document.customer === '' ? computer.customer : `${computer.customer} – ${document.customer}`,
          },
          { label: t('overview.os'), value: computer.osName || t('overview.unknown') },
          { label: t('overview.agentVersion'), value: computer.agentVersion || t('overview.unknown') },
          {
            label: t('overview.licence'),
            value: t('overview.licenceTo', {
              target: t(`overview.licenceTarget.${target}`),
              type: t(`overview.licenceType.${type}`),
              date: format.date(validTo),
            }),
          },
          { label: t('overview.registered'), value: format.moment(computer.registeredAt) },
        ]}
      />
    </Section>
  );
}

function Contact({ computer }: { computer: Computer }) {
  const { t } = useTranslation('portal');
  const { cmId, lastContact, waitingCommands } = computer;
  return (
    <Section title={t('overview.contact')}>
      <Facts
        facts={[
          { label: t('overview.state'), value: <Presence state={computer.presence} /> },
          { label: t('overview.evidence'), value: computer.evidence },
          {
            label: t('overview.lastContact'),
            value: lastContact === undefined ? t('computers.never') : <Age of={lastContact} />,
          },
          { label: t('overview.path'), value: computer.lastPath ?? t('overview.unknown') },
          { label: t('overview.address'), value: computer.lastAddress ?? t('overview.unknown') },
          {
            label: t('overview.waiting'),
            value: <Link to={{ page: 'computer', cmId, tab: 'requests' }}>{waitingCommands}</Link>,
          },
          {
            label: t('overview.settings'),
            value: (
              <Link to={{ page: 'computer', cmId, tab: 'settings' }}>
                <SettingsState computer={computer} />
              </Link>
            ),
          },
        ]}
      />
    </Section>
  );
}

/** Whether the computer has applied what was saved for it. */
function SettingsState({ computer: { settingsVersion, appliedSettingsVersion } }: { computer: Computer }) {
  const { t } = useTranslation('portal');
  if (appliedSettingsVersion === settingsVersion)
    return t('overview.settingsUpToDate', { version: settingsVersion });
  if (appliedSettingsVersion === 0) return t('overview.settingsNever', { version: settingsVersion });
  return t('overview.settingsBehind', { version: settingsVersion, applied: appliedSettingsVersion });
}

import { useTranslation } from 'react-i18next';
import type { ComputerDetail } from '#shared/portal-data.ts';
import { Facts } from '../../ui/facts.tsx';
import { Section } from '../../ui/section.tsx';
import { commandsResource } from '../api/resources.ts';
import { Link } from '../frame/link.tsx';
import { useResource } from '../frame/use-portal.ts';
import { CommandStateMark } from '../parts/command-state.tsx';

/** What is saved, what the computer has applied, and where the last change is on its way. */
export function SettingsState({ detail: { computer, document } }: { detail: ComputerDetail }) {
  const { t } = useTranslation('portal');
  const { cmId, appliedSettingsVersion: applied } = computer;
  const { value: sent } = useResource(commandsResource(cmId, 'setSettings', 1));
  const last = sent?.rows.find(({ kind }) => kind === 'setSettings');
  const version = (number: number): string => t('settings.version', { version: number });
  return (
    <Section
      title={t('settings.state')}
      intro={
        applied === document.version
          ? t('settings.upToDate')
          : t('settings.behind', { version: document.version })
      }
    >
      <Facts
        facts={[
          { label: t('settings.saved'), value: version(document.version) },
          { label: t('settings.applied'), value: applied === 0 ? t('settings.none') : version(applied) },
          {
            label: t('settings.last'),
            value:
              last === undefined ? (
                t('settings.lastNone')
              ) : (
                <Link to={{ page: 'computer', cmId, tab: 'requests', item: last.id }}>
                  <CommandStateMark state={last.state} />
                </Link>
              ),
          },
        ]}
      />
    </Section>
  );
}

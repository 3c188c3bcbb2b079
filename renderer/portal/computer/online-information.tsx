import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OnlineInfo } from '#shared/protocol/online-info.ts';
import { Badge } from '../../ui/badge.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Section } from '../../ui/section.tsx';
import { useFormat } from '../frame/use-format.ts';
import { Age } from '../parts/age.tsx';
import { UsageBar } from '../parts/usage-bar.tsx';
import styles from './online-information.module.css';

/** What the computer last reported of its state. */
export function OnlineInformation({ info }: { info: OnlineInfo | undefined }) {
  const { t } = useTranslation('portal');
  if (info === undefined) {
    return (
      <Section title={t('overview.online')}>
        <p className={styles.quiet}>{t('overview.onlineNone')}</p>
      </Section>
    );
  }
  return (
    <Section
      title={t('overview.online')}
      actions={
        <span className={styles.quiet}>
          <Age of={info.at} />
        </span>
      }
    >
      <div className={styles.columns}>
        <Resources info={info} />
        <Circumstances info={info} />
      </div>
    </Section>
  );
}

function Resources({ info: { cpuPercent, memory, disks } }: { info: OnlineInfo }) {
  const { t } = useTranslation('portal');
  const format = useFormat();
  return (
    <dl className={styles.usages}>
      {cpuPercent === undefined ? null : (
        <Usage label={t('overview.cpu')} percent={cpuPercent} words={format.percent(cpuPercent)} />
      )}
      {memory === undefined ? null : (
        <Usage
          label={t('overview.memory')}
          percent={partOf(memory.usedBytes, memory.totalBytes)}
          words={t('overview.usedOf', {
            used: format.bytes(memory.usedBytes),
            total: format.bytes(memory.totalBytes),
          })}
        />
      )}
      {disks.map(({ mount, totalBytes, freeBytes }) => (
        <Usage
          key={mount}
          label={mount}
          percent={partOf(totalBytes - freeBytes, totalBytes)}
          words={t('overview.freeOf', { free: format.bytes(freeBytes), total: format.bytes(totalBytes) })}
        />
      ))}
    </dl>
  );
}

function Usage({ label, percent, words }: { label: string; percent: number; words: string }) {
  return (
    <div className={styles.usage}>
      <dt>{label}</dt>
      <dd>
        <UsageBar percent={percent} />
        {words}
      </dd>
    </div>
  );
}

function Circumstances({ info }: { info: OnlineInfo }) {
  const { t } = useTranslation('portal');
  const format = useFormat();
  const { outbox, paths, watches } = info;
  const list = (words: string[], none: string): string => (words.length === 0 ? none : words.join(', '));
  return (
    <Facts
      facts={[
        { label: t('overview.uptime'), value: format.span(info.uptimeS) },
        { label: t('overview.agentUptime'), value: format.span(info.agentUptimeS) },
        { label: t('overview.users'), value: list(info.users, t('overview.nobody')) },
        { label: t('overview.addresses'), value: list(info.addresses, t('overview.unknown')) },
        {
          label: t('overview.outbox'),
          value:
            outbox.waiting === 0
              ? t('overview.outboxNone')
              : t('overview.outboxSome', { count: outbox.waiting, size: format.bytes(outbox.bytes) }),
        },
        ...(paths.length === 0
          ? []
          : [
              {
                label: t('overview.paths'),
                value: <Badges all={paths.map(({ name, state }) => `${name}: ${state}`)} />,
              },
            ]),
        ...(watches.length === 0
          ? []
          : [
              {
                label: t('overview.watches'),
                value: <Badges all={watches.map(({ id, state }) => `${id}: ${state}`)} />,
              },
            ]),
      ]}
    />
  );
}

function Badges({ all }: { all: string[] }): ReactNode {
  return (
    <span className={styles.badges}>
      {all.map((words) => (
        <Badge key={words}>{words}</Badge>
      ))}
    </span>
  );
}

const partOf = (part: number, whole: number): number => (whole > 0 ? (part / whole) * 100 : 0);

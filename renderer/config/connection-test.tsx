import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDuration } from '../texts/format.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Notice } from '../ui/notice.tsx';
import { Steps } from '../ui/steps.tsx';
import type { Step } from '../ui/steps.tsx';
import styles from './connection-test.module.css';
import type { Live } from './live.ts';
import type { ProbeState } from './probe.ts';
import { reportText } from './report-text.ts';
import { useCall } from './window-context.tsx';

interface ConnectionTestProps {
  probe: Live<ProbeState>;
  onAgain: () => void;
  onClose: () => void;
}

const stateOf = { ok: 'done', warning: 'warning', failed: 'failed', skipped: 'skipped' } as const;

/** The connection test: each step as it is known, and what to do when one fails. */
export function ConnectionTest({ probe, onAgain, onClose }: ConnectionTestProps) {
  const { t, i18n } = useTranslation('config');
  const call = useCall();
  const { steps, report, failure } = useSyncExternalStore(probe.subscribe, probe.get);
  const running = report === undefined && failure === undefined;
  const shown: Step[] = steps.map(({ step, outcome, ms, words }, at) => ({
    id: `${at}`,
    label: t(`probe.step.${step}`),
    state: stateOf[outcome],
    time: outcome === 'skipped' ? undefined : formatDuration(ms, i18n.language),
    words,
  }));
  if (running) shown.push({ id: 'next', label: t('probe.next'), state: 'active' });
  const copy = (): void => {
    if (report !== undefined) void call('copyText', reportText(report));
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('probe.title')}
      footer={
        <>
          <Button reason={report === undefined ? t('probe.running') : undefined} onClick={copy}>
            {t('probe.copy')}
          </Button>
          <Button pending={running} onClick={onAgain}>
            {t('probe.again')}
          </Button>
          <Button variant="primary" onClick={onClose}>
            {t('probe.close')}
          </Button>
        </>
      }
    >
      <div className={styles.test}>
        <p className={styles.quiet}>{report === undefined ? t('probe.draft') : report.address}</p>
        <Steps label={t('probe.steps')} steps={shown} />
        {report === undefined ? null : (
          <Notice
            tone={report.ok ? 'ok' : 'danger'}
            title={t(report.ok ? 'probe.ok' : 'probe.failed')}
            announced
          >
            <p>{report.sentence}</p>
            {report.remedy === '' ? null : <p>{report.remedy}</p>}
          </Notice>
        )}
        {failure === undefined ? null : (
          <Notice tone="danger" title={t('probe.failed')} announced>
            {failure}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}

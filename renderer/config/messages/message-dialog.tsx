import { useMemo, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageDetail } from '#shared/outbox-view.ts';
import { formatBytes, formatMoment } from '../../texts/format.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useBridge, useCall } from '../window-context.tsx';
import { MessageState } from './message-columns.tsx';
import styles from './message-dialog.module.css';
import { removeObstacle, retryObstacle } from './message-words.ts';
import type { useMessageActions } from './use-message-actions.ts';
import { watchMessages } from './watch-messages.ts';

interface MessageDialogProps {
  /** The message that is open; none when undefined. */
  id: string | undefined;
  actions: ReturnType<typeof useMessageActions>;
  onClose: () => void;
}

/** One message opened: what it is, what it says, and every step it went through. Follows what happens to it. */
export function MessageDialog({ id, actions, onClose }: MessageDialogProps) {
  const { t } = useTranslation('messages');
  const call = useCall();
  const toast = useToast();
  const detail = useMessage(id);
  const rows = detail ? [detail.row] : [];
  const copy = async (): Promise<void> => {
    await call('copyText', detail?.body ?? '');
    toast({ text: t('detail.copied') });
  };
  const remove = async (): Promise<void> => {
    await actions.remove(rows.map((row) => row.id));
    onClose();
  };
  return (
    <Dialog
      open={id !== undefined}
      onClose={onClose}
      size="large"
      title={detail?.row.title ?? t('detail.facts')}
      footer={
        <>
          <Button onClick={() => void copy()}>{t('detail.copy')}</Button>
          {retryObstacle(rows) === undefined ? (
            <Button onClick={() => void actions.retry(rows.map((row) => row.id))}>{t('retry')}</Button>
          ) : null}
          {removeObstacle(rows) === undefined ? (
            <Button onClick={() => void remove()}>{t('remove')}</Button>
          ) : null}
          <Button variant="primary" onClick={onClose}>
            {t('close')}
          </Button>
        </>
      }
    >
      {detail === null ? <Notice tone="warn">{t('detail.gone')}</Notice> : null}
      {detail ? <Detail detail={detail} /> : null}
    </Dialog>
  );
}

/** Undefined until it is known, null when there is no such message any more. */
function useMessage(id: string | undefined): MessageDetail | null | undefined {
  const bridge = useBridge();
  const watch = useMemo(() => {
    const ask = (): Promise<MessageDetail | null | undefined> =>
      id === undefined ? Promise.resolve(undefined) : bridge.call('message', id);
    return watchMessages(bridge, ask);
  }, [bridge, id]);
  return useSyncExternalStore(watch.subscribe, watch.get).value;
}

function Detail({ detail }: { detail: MessageDetail }) {
  const { t, i18n } = useTranslation('messages');
  const [tab, setTab] = useState<'body' | 'history'>('body');
  const { row, body, history } = detail;
  const moment = (at: number): string => formatMoment(at, i18n.language);
  return (
    <div className={styles.detail}>
      <Facts
        facts={[
          { label: t('column.state'), value: <MessageState state={row.state} /> },
          ...(row.why === '' ? [] : [{ label: t('column.why'), value: row.why }]),
          ...(row.nextTry === undefined ? [] : [{ label: t('column.nextTry'), value: moment(row.nextTry) }]),
          { label: t('column.kind'), value: t(`kind.${row.class}`) },
          { label: t('column.created'), value: moment(row.created) },
          { label: t('column.changed'), value: moment(row.changed) },
          ...(row.path === undefined ? [] : [{ label: t('column.path'), value: row.path }]),
          { label: t('column.attempts'), value: row.attempts },
          { label: t('column.size'), value: formatBytes(row.bytes, i18n.language) },
          { label: t('column.id'), value: row.id },
        ]}
      />
      <Tabs
        label={t('detail.tabs')}
        selected={tab}
        onSelect={setTab}
        tabs={[
          {
            id: 'body',
            label: t('detail.body'),
            content: (
              <textarea
                className={styles.body}
                aria-label={t('detail.body')}
                value={body}
                rows={12}
                readOnly
              />
            ),
          },
          {
            id: 'history',
            label: t('detail.history'),
            content: (
              <ol className={styles.history}>
                {history.map((step) => (
                  <li key={`${step.at} ${step.event}`}>
                    <time dateTime={new Date(step.at).toISOString()}>{moment(step.at)}</time>
                    <span>{step.event}</span>
                  </li>
                ))}
              </ol>
            ),
          },
        ]}
      />
    </div>
  );
}

import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Folder, MessageRow } from '#shared/outbox-view.ts';
import { formatBytes, formatRelative, formatShortMoment } from '../../texts/format.ts';
import { Dot } from '../../ui/badge.tsx';
import type { Column } from '../../ui/table.tsx';
import styles from './message-columns.module.css';
import { toneOf } from './message-words.ts';

/** A message's state: a dot and the word. */
export function MessageState({ state }: { state: string }) {
  const { t } = useTranslation('messages');
  return (
    <span className={styles.state}>
      <Dot tone={toneOf(state)} />
      {t(`state.${state}` as 'state.sent', { defaultValue: state })}
    </span>
  );
}

/** The columns of the table of messages in a folder. They can be sorted once all rows are there. */
export function useMessageColumns(folder: Folder, now: number, allThere: boolean): Column<MessageRow>[] {
  const { t, i18n } = useTranslation('messages');
  return useMemo(() => {
    const { language } = i18n;
    const nextTry: Column<MessageRow> = {
      id: 'nextTry',
      label: t('column.nextTry'),
      width: 116,
      render: (row) => (row.nextTry === undefined ? '' : formatRelative(row.nextTry, now, language)),
      sortBy: (row) => row.nextTry,
    };
    const columns: Column<MessageRow>[] = [
      {
        id: 'state',
        label: t('column.state'),
        width: 108,
        render: (row) => <MessageState state={row.state} />,
        sortBy: (row) => row.state,
      },
      {
        id: 'title',
        label: t('column.title'),
        render: (row) => <span title={row.title}>{row.title}</span>,
        sortBy: (row) => row.title,
      },
      {
        id: 'kind',
        label: t('column.kind'),
        width: 128,
        optional: 'wide',
        render: (row) => t(`kind.${row.class}`),
        sortBy: (row) => row.class,
      },
      { id: 'why', label: t('column.why'), render: (row) => <span title={row.why}>{row.why}</span> },
      ...(folder === 'waiting' ? [nextTry] : []),
      {
        id: 'created',
        label: t('column.created'),
        width: 120,
        ...(folder === 'waiting' && { optional: 'wide' }),
        render: (row) => formatShortMoment(row.created, now, language),
        sortBy: (row) => row.created,
      },
      {
        id: 'size',
        label: t('column.size'),
        width: 76,
        align: 'end',
        optional: folder === 'waiting' ? 'wide' : true,
        render: (row) => formatBytes(row.bytes, language),
        sortBy: (row) => row.bytes,
      },
    ];
    return allThere ? columns : columns.map(({ sortBy: _, ...column }) => column);
  }, [t, i18n, folder, now, allThere]);
}

import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Folder, MessageRow } from '#shared/outbox-view.ts';
import { Progress } from '../../ui/progress.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Table } from '../../ui/table.tsx';
import { Notice } from '../../ui/notice.tsx';
import { FolderList } from '../messages/folder-list.tsx';
import { MessageDialog } from '../messages/message-dialog.tsx';
import { MessageToolbar } from '../messages/message-toolbar.tsx';
import { useMessageColumns } from '../messages/message-columns.tsx';
import { messageList } from '../messages/message-list.ts';
import type { MessageList } from '../messages/message-list.ts';
import { removeObstacle } from '../messages/message-words.ts';
import { NoMessages } from '../messages/no-messages.tsx';
import { useMessageActions } from '../messages/use-message-actions.ts';
import { useSettled } from '../messages/use-settled.ts';
import { PageBody } from '../page-body.tsx';
import { useNow } from '../use-now.ts';
import { useBridge } from '../window-context.tsx';
import styles from './messages.module.css';

const typingPauseMs = 200;
const noIds: ReadonlySet<string> = new Set();
const nothing: MessageList = { rows: [], total: 0, more: false };

/** Page "Messages": where every message is, why, and what can be done about it. */
export function MessagesPage() {
  const { t, i18n } = useTranslation('messages');
  const [folder, setFolder] = useState<Folder>('waiting');
  const [search, setSearch] = useState('');
  const [selected, setSelected] = useState(noIds);
  const [opened, setOpened] = useState<string>();
  const searchField = useRef<HTMLInputElement>(null);
  const bridge = useBridge();
  const settledSearch = useSettled(search, typingPauseMs);
  const list = useMemo(() => messageList(bridge, folder, settledSearch), [bridge, folder, settledSearch]);
  const { value, failure } = useSyncExternalStore(list.subscribe, list.get);
  const outbox = value ?? nothing;
  const actions = useMessageActions();
  const now = useNow(5000);
  const columns = useMessageColumns(folder, now, !outbox.more);
  const chosen = outbox.rows.filter((row) => selected.has(row.id));
  useSearchKey(searchField);

  const loadMore = useCallback(() => void list.loadMore(), [list]);
  const choose = (next: Folder): void => {
    setFolder(next);
    setSelected(noIds);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Delete' || event.target instanceof HTMLInputElement) return;
    if (removeObstacle(chosen) === undefined) void actions.remove(chosen.map((row) => row.id));
  };
  const counted = new Intl.NumberFormat(i18n.language);
  const shown = outbox.more
    ? t('shown', { shown: counted.format(outbox.rows.length), total: counted.format(outbox.total) })
    : t('shownAll', { count: outbox.total });

  return (
    <PageBody title={t('title')} filled>
      <div className={styles.console}>
        <div className={styles.layout}>
          <FolderList selected={folder} onSelect={choose} />
          <div className={styles.list} onKeyDown={onKeyDown} role="presentation">
            <div className={styles.tools}>
              <SearchField label={t('search')} value={search} onChange={setSearch} ref={searchField} />
              <MessageToolbar chosen={chosen} actions={actions} onOpen={(row) => setOpened(row.id)} />
            </div>
            {failure === undefined ? null : (
              <Notice tone="danger" announced>
                {t('noAnswer', { message: failure })}
              </Notice>
            )}
            <div className={styles.table}>
              <Table
                label={t(`folder.${folder}`)}
                columns={columns}
                rows={outbox.rows}
                keyOf={keyOf}
                selected={selected}
                onSelect={setSelected}
                onOpen={(row) => setOpened(row.id)}
                onEndReached={loadMore}
                total={outbox.total}
                empty={
                  value === undefined ? (
                    <Progress label={t('loading')} value={null} />
                  ) : (
                    <NoMessages folder={folder} search={search} onClear={() => setSearch('')} />
                  )
                }
              />
            </div>
            <output className={styles.count}>
              {shown}
              {chosen.length === 0 ? null : ` · ${t('selected', { count: chosen.length })}`}
            </output>
          </div>
        </div>
      </div>
      <MessageDialog id={opened} actions={actions} onClose={() => setOpened(undefined)} />
    </PageBody>
  );
}

const keyOf = (row: MessageRow): string => row.id;

/** Ctrl+F goes to the search. */
function useSearchKey(field: { current: HTMLInputElement | null }): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      const inDialog = event.target instanceof Element && event.target.closest('[role="dialog"]') !== null;
      if (event.key !== 'f' || !(event.ctrlKey || event.metaKey) || inDialog) return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [field]);
}

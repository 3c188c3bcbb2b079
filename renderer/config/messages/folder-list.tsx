import { useMemo, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { folders } from '#shared/outbox-view.ts';
import type { Folder, FolderCount } from '#shared/outbox-view.ts';
import { formatBytes } from '../../texts/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { useBridge } from '../window-context.tsx';
import styles from './folder-list.module.css';
import { watchMessages } from './watch-messages.ts';

interface FolderListProps {
  selected: Folder;
  onSelect: (folder: Folder) => void;
}

/** The folders of the outbox with how much is in each. Arrow keys move, as between radio buttons. */
export function FolderList({ selected, onSelect }: FolderListProps) {
  const { t, i18n } = useTranslation('messages');
  const bridge = useBridge();
  const watch = useMemo(() => watchMessages(bridge, () => bridge.call('folders', undefined)), [bridge]);
  const { value: counts = [] } = useSyncExternalStore(watch.subscribe, watch.get);
  return (
    <fieldset className={styles.folders}>
      <legend className="visually-hidden">{t('folders')}</legend>
      {folders.map((folder) => (
        <label key={folder} className={styles.folder} title={t(`folder.${folder}`)}>
          <input
            className="visually-hidden"
            type="radio"
            name="folder"
            checked={folder === selected}
            onChange={() => onSelect(folder)}
          />
          <Icon name="folder" className={styles.icon} />
          <span className={styles.name}>{t(`folder.${folder}`)}</span>
          <Held count={counts.find((one) => one.folder === folder)} language={i18n.language} />
        </label>
      ))}
    </fieldset>
  );
}

function Held({ count, language }: { count: FolderCount | undefined; language: string }) {
  if (count === undefined || count.count === 0) return null;
  return (
    <span className={styles.held}>
      <b>{new Intl.NumberFormat(language).format(count.count)}</b>{' '}
      <span className={styles.size}>{formatBytes(count.bytes, language)}</span>
    </span>
  );
}

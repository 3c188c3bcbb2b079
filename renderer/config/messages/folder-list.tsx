import { useMemo, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { folders } from '#shared/outbox-view.ts';
import type { Folder } from '#shared/outbox-view.ts';
import { formatBytes } from '../../texts/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { useBridge } from '../window-context.tsx';
import styles from './folder-list.module.css';
import { watchMessages } from './watch-messages.ts';

interface FolderListProps {
  selected: Folder;
  onSelect: (folder: Folder) => void;
}

const nothing = { count: 0, bytes: 0 };

/** The folders of the outbox with how much is in each. Arrow keys move, as between radio buttons. */
export function FolderList({ selected, onSelect }: FolderListProps) {
  const { t, i18n } = useTranslation('messages');
  const bridge = useBridge();
  const watch = useMemo(() => watchMessages(bridge, () => bridge.call('folders', undefined)), [bridge]);
  const { value: counts = [] } = useSyncExternalStore(watch.subscribe, watch.get);
  return (
    <fieldset className={styles.folders}>
      <legend className="visually-hidden">{t('folders')}</legend>
      {folders.map((folder) => {
        const { count, bytes } = counts.find((one) => one.folder === folder) ?? nothing;
        const size = formatBytes(bytes, i18n.language);
        const name = t(`folder.${folder}`);
        return (
          <label
            key={folder}
            className={styles.folder}
            title={t('folderHolds', { folder: name, count, size })}
          >
            <input
              className="visually-hidden"
              type="radio"
              name="folder"
              checked={folder === selected}
              onChange={() => onSelect(folder)}
            />
            <Icon name="folder" className={styles.icon} />
            <span className={styles.name}>{name}</span>
            {count === 0 ? null : (
              <span className={styles.held}>
                <b>{new Intl.NumberFormat(i18n.language).format(count)}</b>{' '}
                <span className={styles.size}>{size}</span>
              </span>
            )}
          </label>
        );
      })}
    </fieldset>
  );
}

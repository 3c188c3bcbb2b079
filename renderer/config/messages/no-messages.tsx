import { useTranslation } from 'react-i18next';
import type { Folder } from '#shared/outbox-view.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

interface NoMessagesProps {
  folder: Folder;
  search: string;
  onClear: () => void;
}

/** What stands in an empty folder: why it is empty. */
export function NoMessages({ folder, search, onClear }: NoMessagesProps) {
  const { t } = useTranslation('messages');
  if (search !== '') {
    return (
      <EmptyState
        title={t('empty.title')}
        action={<Button onClick={onClear}>{t('empty.clearSearch')}</Button>}
      >
        {t('empty.search', { search })}
      </EmptyState>
    );
  }
  const reason = folder in ownReason ? (folder as keyof typeof ownReason) : 'other';
  return <EmptyState title={t('empty.title')}>{t(`empty.${reason}`)}</EmptyState>;
}

const ownReason = { waiting: true, disabled: true, failed: true, commands: true } as const;

import { useTranslation } from 'react-i18next';
import type { MessageRow } from '#shared/outbox-view.ts';
import { Toolbar, ToolbarButton } from '../../ui/toolbar.tsx';
import { removeObstacle, retryObstacle } from './message-words.ts';
import type { Obstacle } from './message-words.ts';
import type { useMessageActions } from './use-message-actions.ts';

interface MessageToolbarProps {
  chosen: MessageRow[];
  actions: ReturnType<typeof useMessageActions>;
  onOpen: (row: MessageRow) => void;
}

/** What can be done with the chosen messages, and with all that wait. */
export function MessageToolbar({ chosen, actions, onOpen }: MessageToolbarProps) {
  const { t } = useTranslation('messages');
  const reasonFor = (obstacle: Obstacle): string | undefined => obstacle && t(obstacle);
  const ids = chosen.map((row) => row.id);
  const [first] = chosen;
  return (
    <Toolbar label={t('actions')}>
      <ToolbarButton
        reason={first === undefined ? t('selectFirst') : undefined}
        onClick={() => first && onOpen(first)}
      >
        {t('open')}
      </ToolbarButton>
      <ToolbarButton
        icon="refresh"
        reason={reasonFor(retryObstacle(chosen))}
        onClick={() => void actions.retry(ids)}
      >
        {t('retry')}
      </ToolbarButton>
      <ToolbarButton
        icon="delete"
        reason={reasonFor(removeObstacle(chosen))}
        onClick={() => void actions.remove(ids)}
      >
        {t('remove')}
      </ToolbarButton>
      <ToolbarButton icon="send" onClick={() => void actions.sendNow()}>
        {t('sendNow')}
      </ToolbarButton>
    </Toolbar>
  );
}

import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import styles from './config-window.module.css';

interface AnswersProps {
  dirty: boolean;
  applying: boolean;
  /** The question whether to discard the changes is open. */
  asking: boolean;
  onAccept: () => Promise<void>;
  onCancel: () => void;
  onApply: () => Promise<boolean>;
  onKeep: () => void;
  onDiscard: () => Promise<void>;
}

/** OK, Cancel and Apply, and the question that Cancel asks when something was changed. */
export function Answers({
  dirty,
  applying,
  asking,
  onAccept,
  onCancel,
  onApply,
  onKeep,
  onDiscard,
}: AnswersProps) {
  const { t } = useTranslation('config');
  return (
    <div className={styles.answers}>
      <Button variant="primary" pending={applying} onClick={() => void onAccept()}>
        {t('ok')}
      </Button>
      <Button onClick={onCancel}>{t('cancel')}</Button>
      <Button
        pending={applying}
        reason={dirty ? undefined : t('nothingToApply')}
        onClick={() => void onApply()}
      >
        {t('apply')}
      </Button>
      <ConfirmDialog
        open={asking}
        onCancel={onKeep}
        title={t('discard.title')}
        answers={
          <>
            <Button onClick={onKeep}>{t('discard.keep')}</Button>
            <Button variant="danger" onClick={() => void onDiscard()}>
              {t('discard.discard')}
            </Button>
          </>
        }
      >
        {t('discard.text')}
      </ConfirmDialog>
    </div>
  );
}

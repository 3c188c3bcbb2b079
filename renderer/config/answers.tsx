import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import styles from './config-window.module.css';

interface AnswersProps {
  dirty: boolean;
  /** The question whether to discard the changes is open. */
  asking: boolean;
  onAccept: () => Promise<void>;
  onCancel: () => void;
  onApply: () => Promise<boolean>;
  onKeep: () => void;
  onDiscard: () => Promise<void>;
}

/** OK, Cancel and Apply, and the question that Cancel asks when something was changed. */
export function Answers({ dirty, asking, onAccept, onCancel, onApply, onKeep, onDiscard }: AnswersProps) {
  const { t } = useTranslation('config');
  const [applying, setApplying] = useState(false);
  const whileApplying = async (work: () => Promise<unknown>): Promise<void> => {
    setApplying(true);
    await work();
    setApplying(false);
  };
  return (
    <div className={styles.answers}>
      <Button variant="primary" pending={applying} onClick={() => void whileApplying(onAccept)}>
        {t('ok')}
      </Button>
      <Button onClick={onCancel}>{t('cancel')}</Button>
      <Button
        pending={applying}
        reason={dirty ? undefined : t('nothingToApply')}
        onClick={() => void whileApplying(onApply)}
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

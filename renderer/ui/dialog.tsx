import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import styles from './dialog.module.css';

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  size?: 'small' | 'normal' | 'large';
  /** The buttons at the bottom, the chosen one last. */
  footer?: ReactNode;
  /** Where the focus goes first; the first control without it. */
  focusFirst?: RefObject<HTMLElement | null>;
  children: ReactNode;
}

/** A window over the window. Esc and the cross close it; the focus goes back where it was. */
export function Dialog({ open, onClose, title, size = 'normal', footer, focusFirst, children }: DialogProps) {
  const { t } = useTranslation('ui');
  return (
    <Base.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={styles.popup} data-size={size} initialFocus={focusFirst}>
          <header className={styles.header}>
            <Base.Title className={styles.title}>{title}</Base.Title>
            <Base.Close render={<Button variant="quiet" icon="close" aria-label={t('close')} />} />
          </header>
          <div className={styles.body}>{children}</div>
          {footer === undefined ? null : <footer className={styles.footer}>{footer}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

interface ConfirmDialogProps {
  open: boolean;
  /** Esc and the last way out: nothing is done. */
  onCancel: () => void;
  title: string;
  children: ReactNode;
  /** The answers, the one that does what was asked for last. */
  answers: ReactNode;
}

/** A question that must be answered first. */
export function ConfirmDialog({ open, onCancel, title, children, answers }: ConfirmDialogProps) {
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => (next ? undefined : onCancel())}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={styles.backdrop} />
        <AlertDialog.Popup className={styles.popup} data-size="small">
          <header className={styles.header}>
            <AlertDialog.Title className={styles.title}>{title}</AlertDialog.Title>
          </header>
          <AlertDialog.Description className={styles.body} render={<div />}>
            {children}
          </AlertDialog.Description>
          <footer className={styles.footer}>{answers}</footer>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

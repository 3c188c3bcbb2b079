import { Toast as Base } from '@base-ui/react/toast';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import styles from './toast.module.css';

const shownMs = 6000;
const shownWithActionMs = 12_000;

interface ToastMessage {
  text: string;
  tone?: 'ok' | 'danger';
  /** One thing that can still be done, such as Undo. */
  action?: { label: string; run: () => void };
}

/** Gives the function that shows a short message at the bottom of the window. */
export function useToast(): (message: ToastMessage) => void {
  const { add, close } = Base.useToastManager();
  return ({ text, tone = 'ok', action }) => {
    const id: string = add({
      description: text,
      type: tone,
      priority: tone === 'danger' ? 'high' : 'low',
      timeout: action === undefined ? shownMs : shownWithActionMs,
      ...(action !== undefined && {
        actionProps: {
          children: action.label,
          onClick: () => {
            close(id);
            action.run();
          },
        },
      }),
    });
  };
}

/** Where the messages appear; part of `UiRoot`. F6 moves the focus there. */
export function Toasts() {
  const { toasts } = Base.useToastManager();
  const { t } = useTranslation('ui');
  return (
    <Base.Portal>
      <Base.Viewport className={styles.viewport}>
        {toasts.map((toast) => (
          <Base.Root
            key={toast.id}
            toast={toast}
            className={styles.toast}
            data-tone={toast.type}
            swipeDirection={[]}
          >
            <Base.Content className={styles.content}>
              <Icon name={toast.type === 'danger' ? 'error' : 'ok'} className={styles.icon} />
              <Base.Description className={styles.text} />
              {toast.actionProps === undefined ? null : <Base.Action render={<Button />} />}
              <Base.Close render={<Button variant="quiet" icon="close" aria-label={t('close')} />} />
            </Base.Content>
          </Base.Root>
        ))}
      </Base.Viewport>
    </Base.Portal>
  );
}

import { Notification, dialog } from 'electron';
import type { MessageFaces } from './notifications.ts';
import type { ShellTexts } from './texts.ts';

const longestWaitMs = 3000;

/** Electron's notifications and message boxes. */
export const electronFaces = (texts: ShellTexts): MessageFaces => {
  // What nobody holds is collected, and its clicks with it.
  const onScreen = new Set<Notification>();

  const notify: MessageFaces['notify'] = (title, body, onClick) =>
    new Promise((resolve) => {
      if (!Notification.isSupported()) {
        resolve(false);
        return;
      }
      const notification = new Notification({ title, body });
      const forget = (): void => void onScreen.delete(notification);
      const giveUp = setTimeout(() => {
        forget();
        resolve(false);
      }, longestWaitMs);
      const finish = (shown: boolean): void => {
        clearTimeout(giveUp);
        resolve(shown);
      };
      onScreen.add(notification);
      notification.once('show', () => finish(true));
      notification.once('failed', () => {
        forget();
        finish(false);
      });
      notification.once('close', forget);
      notification.once('click', onClick);
      notification.show();
    });

  const openDialog: MessageFaces['openDialog'] = (title, text) => {
    void dialog.showMessageBox({
      type: 'info',
      title: texts.product,
      message: title,
      detail: text,
      buttons: [texts.close],
    });
    return true;
  };
  return { notify, openDialog, readsMarkup: process.platform === 'linux' };
};

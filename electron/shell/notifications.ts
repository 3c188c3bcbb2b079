export interface MessageFaces {
  /** Resolves to false when this desktop could not show the notification. */
  notify: (title: string, body: string, onClick: () => void) => Promise<boolean>;
  /** Opens a small window with the whole text; resolves to false when it could not be opened. */
  openDialog: (title: string, text: string) => boolean;
  /** The desktop reads the text of a notification as markup. */
  readsMarkup: boolean;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** The text for a desktop that reads markup in notifications. */
export const escapeMarkup = (text: string): string =>
  text.replaceAll(/[&<>]/g, (sign) => entities[sign] ?? sign);

/**
 * Shows a message to the person at the computer: as a notification that opens the whole text when it is clicked, or where the
 * desktop has no notifications, as a small window at once. Resolves to false when nobody can see it.
 */
export const createShowMessage =
  ({ notify, openDialog, readsMarkup }: MessageFaces) =>
  async (title: string, text: string): Promise<boolean> => {
    const body = readsMarkup ? escapeMarkup(text) : text;
    const shown = await notify(title, body, () => openDialog(title, text));
    return shown || openDialog(title, text);
  };

/** The colours that a reader can choose. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const key = 'portal.theme';

/** The colours that were chosen in this browser; those of the system where none were. */
export function readTheme(): Theme {
  const kept = localStorage.getItem(key);
  return themes.find((theme) => theme === kept) ?? 'system';
}

export function saveTheme(theme: Theme): void {
  localStorage.setItem(key, theme);
}

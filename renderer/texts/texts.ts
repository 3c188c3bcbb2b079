import { createInstance } from 'i18next';
import type { i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { config } from './en/config.ts';
import type { messages } from './en/messages.ts';
import type { portal } from './en/portal.ts';
import type { ui } from './en/ui.ts';
import { languageToShow } from './languages.ts';
import type { Language, Translated } from './languages.ts';

/** Every namespace of texts. A program gives those it shows; their keys are checked where they are used. */
export interface Namespaces {
  ui: typeof ui;
  config: typeof config;
  messages: typeof messages;
  portal: typeof portal;
}

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: false;
    resources: Namespaces;
  }
}

/** The texts of this program, for what is not a component; components use `useTranslation`. */
export const texts: i18n = createInstance();

/** The texts of one language, as far as a program needs them. */
export type Catalogue = { [Name in keyof Namespaces]?: Translated<Namespaces[Name]> };

/**
 * Makes the texts ready to be shown, in the chosen language where there is a catalogue for it. English is always there
 * and fills the gaps of others.
 */
export const startTexts = async (
  catalogues: Partial<Record<Language, Catalogue>> & { en: Catalogue },
  chosen: 'system' | Language,
): Promise<void> => {
  const available = Object.keys(catalogues) as Language[];
  const language = languageToShow(chosen, navigator.languages, available);
  await texts.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: catalogues,
    ns: Object.keys(catalogues.en),
    // React shows text as text.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = language;
};

/** The languages that this program has a catalogue for. */
export const availableLanguages = (): Language[] => Object.keys(texts.options.resources ?? {}) as Language[];

/** Shows another language from now on. */
export const showLanguage = async (chosen: 'system' | Language): Promise<void> => {
  const language = languageToShow(chosen, navigator.languages, availableLanguages());
  if (language === texts.language) return;
  await texts.changeLanguage(language);
  document.documentElement.lang = language;
};

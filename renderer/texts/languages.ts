/** The languages that can be chosen, in the order in which they are offered. */
export const languages = ['en', 'sk', 'cs'] as const;
export type Language = (typeof languages)[number];

/**
 * A catalogue's shape in another language: the same keys, and for counted texts (`_one`, `_other`) also the plural
 * forms that English lacks.
 */
export type Translated<Texts> = {
  [Key in keyof Texts]: Texts[Key] extends string ? string : Translated<Texts[Key]>;
} & {
  [
    Key in keyof Texts as Key extends `${infer Counted}_other` ? `${Counted}_${'few' | 'many'}` : never
  ]?: string;
};

/**
 * The language to show, as a tag: the chosen one or the first of the desktop's wishes that there is a catalogue for,
 * else English. The desktop's own tag is kept where it fits, such as `en-GB`, for its dates and numbers.
 */
export const languageToShow = (
  chosen: 'system' | Language,
  wishes: readonly string[],
  available: readonly Language[],
): string => {
  const languageOf = (tag: string): string => tag.slice(0, 2).toLowerCase();
  const wanted = chosen === 'system' ? wishes.map(languageOf) : [chosen];
  const shown = wanted.find((language) => available.some((one) => one === language)) ?? 'en';
  return wishes.find((tag) => languageOf(tag) === shown) ?? shown;
};

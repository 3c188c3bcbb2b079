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

/** The language to show: the chosen one, or the first of the desktop's wishes; English when there is no catalogue. */
export const languageToShow = (
  chosen: 'system' | Language,
  wishes: readonly string[],
  available: readonly Language[],
): Language => {
  const wanted = chosen === 'system' ? wishes.map((wish) => wish.slice(0, 2).toLowerCase()) : [chosen];
  return (
    available.find((language) => language === wanted.find((wish) => available.some((one) => one === wish))) ??
    'en'
  );
};

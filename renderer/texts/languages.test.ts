import { createInstance } from 'i18next';
import { expect, test } from 'vitest';
import { languageToShow } from './languages.ts';
import type { Translated } from './languages.ts';

test('the chosen language wins over the desktop, and the desktop keeps its own tag', () => {
  expect(languageToShow('system', ['en-GB', 'sk'], ['en'])).toBe('en-GB');
  expect(languageToShow('sk', ['en-GB'], ['en', 'sk'])).toBe('sk');
  expect(languageToShow('en', ['sk-SK', 'en-GB'], ['en', 'sk'])).toBe('en-GB');
});

test('a language without a catalogue falls to the next wish, and at last to English', () => {
  expect(languageToShow('system', ['de-AT', 'sk-SK'], ['en', 'sk'])).toBe('sk-SK');
  expect(languageToShow('system', ['de'], ['en', 'sk'])).toBe('en');
  expect(languageToShow('cs', ['cs-CZ'], ['en'])).toBe('en');
});

test('a catalogue of another language has the same keys, and the plural forms that English lacks', async () => {
  const english = {
    waiting_one: '{{count}} message',
    waiting_other: '{{count}} messages',
    close: 'Close',
  } as const;
  const slovak: Translated<typeof english> = {
    waiting_one: '{{count}} správa',
    waiting_few: '{{count}} správy',
    waiting_many: '{{count}} správy',
    waiting_other: '{{count}} správ',
    close: 'Zavrieť',
  };
  const texts = createInstance();
  await texts.init({
    lng: 'sk-SK',
    fallbackLng: 'en',
    resources: { en: { some: english }, sk: { some: slovak } },
  });
  const t = texts.getFixedT('sk-SK', 'some' as never) as unknown as (key: string, with_?: object) => string;
  expect([1, 3, 5].map((count) => t('waiting', { count }))).toEqual(['1 správa', '3 správy', '5 správ']);
  expect(t('close')).toBe('Zavrieť');
});

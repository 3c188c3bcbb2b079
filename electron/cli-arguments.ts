import { InvalidArgumentError } from 'commander';
import { defaultSettings } from '#shared/settings/settings.ts';
import type { PartialSettings } from '#shared/settings/settings.ts';

/** How a value like this one is written on the command line. */
const form = (known: unknown): string => {
  if (typeof known === 'number') return 'a number';
  if (typeof known === 'boolean') return 'true or false';
  return 'a list such as \'["read","task"]\'';
};

const parse = (field: string, text: string, known: unknown): unknown => {
  if (typeof known === 'string') return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${field} is ${form(known)}, not ${text}.`, { cause: error });
  }
};

/**
 * The change that `settings set` asks for. Numbers, booleans and lists are written as in JSON, anything else is text.
 * @param field `page.field`, such as `http.port`
 * @throws a sentence when there is no such setting, or the value cannot be read
 */
export const settingFrom = (field: string, text: string): PartialSettings => {
  const [page = '', name = ''] = field.split('.');
  const pages: Record<string, Record<string, unknown>> = defaultSettings;
  const known = pages[page]?.[name];
  if (known === undefined) throw new Error(`There is no setting named ${field}. See: settings get`);
  return { [page]: { [name]: parse(field, text, known) } };
};

/**
 * How many rows to show.
 * @throws InvalidArgumentError for what is no whole number from 1 to 500
 */
export const rowLimit = (text: string): number => {
  const rows = Number(text);
  if (!Number.isInteger(rows) || rows < 1 || rows > 500)
    throw new InvalidArgumentError('Write a whole number from 1 to 500.');
  return rows;
};

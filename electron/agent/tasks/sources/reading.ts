/** What one source gave. `unread` names in words what of it could not be read; an empty text in the value means the same. */
export interface Reading<T> {
  value?: T;
  unread?: string;
}

/** Longest text of the inventory, in characters. */
const longest = 500;

/** What makers leave in the firmware when they have nothing to say; in lower case. */
const placeholders = new Set([
  '-',
  '0',
  '00000000',
  '0123456789',
  '123456789',
  '1234567890',
  '03000200-0400-0500-0006-000700080009',
  'asset-1234567890',
  'base board serial number',
  'chassis serial number',
  'default string',
  'empty',
  'invalid',
  'n/a',
  'no asset tag',
  'none',
  'not applicable',
  'not available',
  'not defined',
  'not present',
  'not provided',
  'not specified',
  'null',
  'o.e.m.',
  'oem',
  'system manufacturer',
  'system name',
  'system product name',
  'system serial number',
  'system version',
  'to be filled by o.e.m.',
  'type1productconfigid',
  'undefined',
  'unknown',
  'x.x',
]);

/** A text as it was read, without white space around it and not longer than the inventory takes; empty for anything else. */
export const text = (value: unknown): string =>
  typeof value === 'string' ? value.trim().slice(0, longest) : '';

/** All zeros or all ones in hexadecimal, as empty identifiers and addresses come. */
const isBlankNumber = (value: string): boolean => /^(0{4,}|f{4,})$/i.test(value.replaceAll(/[-: ]/g, ''));

/** A text that says something: what makers fill in for "nothing" counts as nothing. */
export const meaningful = (value: unknown): string => {
  const read = text(value);
  return placeholders.has(read.toLowerCase()) || isBlankNumber(read) ? '' : read;
};

/** The records of a list that a program wrote as JSON. Throws when it is no list; what is no record in it is left out. */
export const recordsOf = (list: unknown): Record<string, unknown>[] => {
  if (!Array.isArray(list)) throw new Error('the answer is no list');
  return list.filter(
    (entry): entry is Record<string, unknown> => typeof entry === 'object' && entry !== null,
  );
};

/** A count of bytes, or 0 where there is none. */
export const bytes = (value: unknown): number =>
  typeof value === 'number' && value > 0 ? Math.round(value) : 0;

/** A measured number, or nothing. */
export const measured = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;

/** Says which texts of a record came back empty; nothing when all were read. */
export const emptyTexts = (record: object): string | undefined => {
  const names = Object.entries(record).flatMap(([name, value]) => (value === '' ? [name] : []));
  return names.length === 0 ? undefined : `not readable: ${names.join(', ')}`;
};

/** The same for a list: which texts are empty in at least one of its records. */
export const emptyTextsIn = (records: readonly object[]): string | undefined => {
  const names = records.flatMap((record) =>
    Object.entries(record).flatMap(([name, value]) => (value === '' ? [name] : [])),
  );
  return names.length === 0 ? undefined : `not readable everywhere: ${[...new Set(names)].join(', ')}`;
};

/** A reading with its gap, if there is one. */
export const reading = <T>(value: T, unread?: string): Reading<T> =>
  unread === undefined ? { value } : { value, unread };

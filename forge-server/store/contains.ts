import { sql } from 'kysely';
import type { Expression, SqlBool } from 'kysely';

/** True where a text contains another, whatever the case of its letters. */
export const contains = (column: Expression<string>, text: string): Expression<SqlBool> => {
  const pattern = `%${text.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql<SqlBool>`lower(${column}) like ${pattern} escape '\\'`;
};

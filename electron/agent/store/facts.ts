import type { z } from 'zod';
import type { Log } from '../host.ts';
import type { Statement } from './statement.ts';

/** Small single values that must survive a restart, each under its own name, kept as JSON. */
export interface Facts {
  /** The value, or nothing when there is none or it does not fit the schema. */
  get<T>(name: string, schema: z.ZodType<T>): T | undefined;
  /** Keeps a value. Only inside `store.write`. */
  set(name: string, value: unknown): void;
}

/** What facts need of the store. */
export interface FactsOptions {
  prepare: <Row>(sql: string) => Statement<Row>;
  log: Log;
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

export const createFacts = ({ prepare, log }: FactsOptions): Facts => {
  const select = prepare<{ value: string }>('SELECT value FROM facts WHERE name = ?');
  const upsert = prepare(
    'INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  return {
    get: (name, schema) => {
      const row = select.get(name);
      if (row === undefined) return undefined;
      const value = schema.safeParse(parse(row.value));
      if (!value.success) log.warn(`The stored value "${name}" cannot be used and is ignored.`);
      return value.data;
    },
    set: (name, value) => {
      upsert.run(name, JSON.stringify(value));
    },
  };
};

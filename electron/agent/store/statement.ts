import type { DatabaseSync, SQLInputValue, StatementResultingChanges, StatementSync } from 'node:sqlite';

/** A statement that stays good for as long as the store does. All of it throws StoreError when the disk or the file is in trouble. */
export interface Statement<Row> {
  run(...values: SQLInputValue[]): StatementResultingChanges;
  get(...values: SQLInputValue[]): Row | undefined;
  all(...values: SQLInputValue[]): Row[];
}

/**
 * Makes a statement that is prepared when it is first used, and anew when the file has been opened anew.
 * @param connection the connection of now
 * @param named what an error of SQLite is called
 */
export const createStatement = <Row>(
  sql: string,
  connection: () => DatabaseSync,
  named: (error: unknown) => unknown,
): Statement<Row> => {
  let statement: StatementSync | undefined;
  let owner: DatabaseSync | undefined;
  const current = (): StatementSync => {
    const db = connection();
    if (statement === undefined || owner !== db) {
      statement = db.prepare(sql);
      owner = db;
    }
    return statement;
  };
  return {
    run: (...values) => {
      try {
        return current().run(...values);
      } catch (error) {
        throw named(error);
      }
    },
    get: (...values) => {
      try {
        return current().get(...values) as Row | undefined;
      } catch (error) {
        throw named(error);
      }
    },
    all: (...values) => {
      try {
        return current().all(...values) as Row[];
      } catch (error) {
        throw named(error);
      }
    },
  };
};

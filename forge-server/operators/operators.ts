import type { Operator } from '#shared/portal-data.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { readablePassword } from './passwords.ts';
import type { Passwords } from './passwords.ts';

/** An operator with the hash of the password, for those who check it. */
export interface Account {
  operator: Operator;
  passwordHash: string;
}

/** A name with the password made for it, to be shown once. */
export interface Credentials {
  name: string;
  password: string;
}

export interface Operators {
  /** On the very first start: makes the maintainer and gives the password to print. Afterwards gives nothing. */
  ensureMaintainer(): Promise<Credentials | undefined>;
  /** Makes an operator with a random password; gives nothing when the name is taken. */
  add(operator: Operator): Promise<Credentials | undefined>;
  /** The account of a name, however it is capitalised. */
  find(name: string): Promise<Account | undefined>;
}

const firstMaintainer: Operator = { name: 'maintainer', role: 'maintainer' };

/** One form for all ways of typing a name. */
export const foldName = (name: string): string => name.normalize('NFKC').trim().toLowerCase();

export interface OperatorsOptions {
  store: Store;
  passwords: Passwords;
  clock: Clock;
}

/** The operators in the store. */
export function createOperators({ store, passwords, clock }: OperatorsOptions): Operators {
  const add = async ({ name, role }: Operator): Promise<Credentials | undefined> => {
    const password = readablePassword();
    const row = {
      name: foldName(name),
      role,
      passwordHash: await passwords.hash(password),
      createdAt: clock.now(),
    };
    const made = await store.write((transaction) =>
      transaction
        .insertInto('operators')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .returning('name')
        .executeTakeFirst(),
    );
    return made && { name: made.name, password };
  };

  return {
    add,
    async ensureMaintainer() {
      const anybody = await store.db.selectFrom('operators').select('name').limit(1).executeTakeFirst();
      return anybody ? undefined : add(firstMaintainer);
    },
    async find(name) {
      const row = await store.db
        .selectFrom('operators')
        .select(['name', 'role', 'passwordHash'])
        .where('name', '=', foldName(name))
        .executeTakeFirst();
      return row && { operator: { name: row.name, role: row.role }, passwordHash: row.passwordHash };
    },
  };
}

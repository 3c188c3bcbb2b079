import type { Customer } from '#shared/portal-data.ts';
import type { Clock } from '../clock.ts';
import { denied, done } from '../outcome.ts';
import type { Outcome } from '../outcome.ts';
import type { Store } from '../store/store.ts';

/** The companies looked after. */
export interface Customers {
  list(): Promise<Customer[]>;
  /** Adds a customer; `conflict` when the code is taken. */
  add(customer: { code: string; name: string }): Promise<Outcome<Customer>>;
  /** Adds the customer only when there is none at all: the very first start. */
  ensureOne(customer: { code: string; name: string }): Promise<void>;
}

export const createCustomers = (store: Store, clock: Clock): Customers => {
  const row = ({ code, name }: { code: string; name: string }) => ({
    code,
    name,
    nextNumber: 1,
    createdAt: clock.now(),
  });

  return {
    list: () =>
      store.db
        .selectFrom('customers')
        .select(['code', 'name'])
        .select((eb) =>
          eb
            .selectFrom('computers')
            .whereRef('computers.customer', '=', 'customers.code')
            .select((of) => of.fn.countAll<number>().as('n'))
            .$asScalar()
            .$notNull()
            .as('computers'),
        )
        .orderBy('code')
        .execute(),

    add: (customer) =>
      store.write(async (db) => {
        const added = await db
          .insertInto('customers')
          .values(row(customer))
          .onConflict((conflict) => conflict.column('code').doNothing())
          .returning(['code', 'name'])
          .executeTakeFirst();
        if (added === undefined)
          return denied('conflict', `The code ${customer.code} is taken: choose another one.`);
        return done({ ...added, computers: 0 });
      }),

    ensureOne: (customer) =>
      store.write(async (db) => {
        const some = await db.selectFrom('customers').select('code').limit(1).executeTakeFirst();
        if (some === undefined) await db.insertInto('customers').values(row(customer)).execute();
      }),
  };
};

import type { Transaction } from 'kysely';
import type { Operator } from '#shared/portal-data.ts';
import type { Clock } from '../clock.ts';
import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { beginAttempt, forgiveAttempt, pruneAttempts } from './attempts.ts';
import type { Bucket } from './attempts.ts';
import { noteInAudit } from './audit.ts';
import { findDevice, pruneDevices, rememberDevice } from './devices.ts';
import { foldName } from './operators.ts';
import type { Account, Credentials, Operators } from './operators.ts';
import { readablePassword } from './passwords.ts';
import type { Passwords } from './passwords.ts';
import { secretId } from './secrets.ts';
import { endSessionsOf, startSession } from './sessions.ts';
import type { Sessions } from './sessions.ts';
import { networkOf } from './sign-in-limit.ts';

/** Where an attempt comes from: the network address, and what the browser has kept. */
export interface Origin {
  address: string;
  session?: string | undefined;
  device?: string | undefined;
}

/** Secrets for the browser to keep. `device` only when the browser was not known. */
export interface Admission {
  operator: Operator;
  session: string;
  device?: string | undefined;
}

/** `wait` in milliseconds. `busy`: too many passwords are being checked at once. */
export type SignInOutcome =
  | ({ outcome: 'signedIn' } & Admission)
  | { outcome: 'wrong' }
  | { outcome: 'wait'; wait: number }
  | { outcome: 'busy' };

export interface SignIn {
  signIn(name: string, password: string, origin: Origin): Promise<SignInOutcome>;
  /** Needs the old password, ends all sessions of the operator, and starts a new one for this browser. */
  changePassword(operator: string, old: string, wanted: string, origin: Origin): Promise<SignInOutcome>;
  /** For the server's owner: a new random password for one who forgot it. Nothing when there is no such operator. */
  resetPassword(name: string): Promise<Credentials | undefined>;
  /** Forgets what is too old to matter. */
  prune(): Promise<void>;
}

export interface SignInOptions {
  store: Store;
  operators: Operators;
  sessions: Sessions;
  passwords: Passwords;
  clock: Clock;
}

/** Each takes a tenth of a second and 32 MiB; the rest of the server needs the threads too. */
const mostChecksAtOnce = 8;

/** The one place where passwords are checked and sessions begin. */
export function createSignIn({ store, operators, sessions, passwords, clock }: SignInOptions): SignIn {
  let checks = 0;

  /** Checks a password within its limits, then does `enter` in one transaction, provided that it is still valid. */
  async function check(
    name: string,
    password: string,
    origin: Origin,
    enter: (db: Transaction<Schema>, account: Account) => Promise<{ session: string; ended: string[] }>,
  ): Promise<SignInOutcome> {
    const folded = foldName(name);
    const known = await findDevice(store.db, origin.device, folded, clock.now());
    const buckets = bucketsOf(folded, origin, known);
    const wait = await store.write((db) => beginAttempt(db, buckets, clock.now()));
    if (wait > 0) return { outcome: 'wait', wait };

    const account = await operators.find(name);
    // Strangers in great number must not keep those out who belong here.
    if (checks >= mostChecksAtOnce && known === undefined) return { outcome: 'busy' };
    if (!(await isRight(account, password)) || !account) {
      await store.write((db) => noteInAudit(db, clock.now(), failureLine(account, origin)));
      return { outcome: 'wrong' };
    }
    const entered = await store.write(async (db) => {
      if (!(await isCurrent(db, account))) return undefined;
      await forgiveAttempt(db, buckets);
      const device = await rememberDevice(db, known, folded, clock.now());
      return { device, ...(await enter(db, account)) };
    });
    if (!entered) return { outcome: 'wrong' };
    sessions.tellEnded(entered.ended);
    const { session, device } = entered;
    return { outcome: 'signedIn', operator: account.operator, session, device };
  }

  async function isRight(account: Account | undefined, password: string): Promise<boolean> {
    checks += 1;
    try {
      if (!account) return await passwords.pretend(password);
      return await passwords.matches(password, account.passwordHash);
    } finally {
      checks -= 1;
    }
  }

  return {
    signIn: (name, password, origin) =>
      check(name, password, origin, async (db, { operator }) => {
        const ended = origin.session === undefined ? [] : [secretId(origin.session)];
        if (ended.length > 0) await db.deleteFrom('sessions').where('id', 'in', ended).execute();
        await noteInAudit(db, clock.now(), {
          action: 'signedIn',
          operator: operator.name,
          address: origin.address,
        });
        return { session: await startSession(db, operator.name, clock.now()), ended };
      }),

    async changePassword(name, old, wanted, origin) {
      const passwordHash = await passwords.hash(wanted);
      return check(name, old, origin, async (db, { operator }) => {
        const ended = await setPassword(db, operator.name, passwordHash);
        await noteInAudit(db, clock.now(), {
          action: 'passwordChanged',
          operator: operator.name,
          address: origin.address,
        });
        return { session: await startSession(db, operator.name, clock.now()), ended };
      });
    },

    async resetPassword(name) {
      const account = await operators.find(name);
      if (!account) return undefined;
      const password = readablePassword();
      const passwordHash = await passwords.hash(password);
      const operator = account.operator.name;
      const ended = await store.write(async (db) => {
        await noteInAudit(db, clock.now(), {
          action: 'passwordChanged',
          operator,
          detail: 'reset on the server itself',
        });
        return setPassword(db, operator, passwordHash);
      });
      sessions.tellEnded(ended);
      return { name: operator, password };
    },

    async prune() {
      await store.write(async (db) => {
        await pruneAttempts(db, clock.now());
        await pruneDevices(db, clock.now());
      });
    },
  };
}

// A known browser counts for itself alone, so that a stranger's guesses do not make it wait.
function bucketsOf(name: string, { address }: Origin, device: string | undefined): Bucket[] {
  if (device !== undefined) return [{ kind: 'device', value: device }];
  return [
    { kind: 'name', value: name },
    { kind: 'address', value: networkOf(address) },
  ];
}

// A name that nobody has is not written down: it may be a password typed into the wrong field.
function failureLine(account: Account | undefined, { address }: Origin) {
  return { action: 'signInFailed', address, ...(account && { operator: account.operator.name }) } as const;
}

/** False when the password was changed while the old one was being checked. */
async function isCurrent(db: Transaction<Schema>, { operator, passwordHash }: Account): Promise<boolean> {
  const row = await db
    .selectFrom('operators')
    .select('passwordHash')
    .where('name', '=', operator.name)
    .executeTakeFirst();
  return row?.passwordHash === passwordHash;
}

/** Sets the password and ends all sessions; gives those that were ended. */
async function setPassword(
  db: Transaction<Schema>,
  operator: string,
  passwordHash: string,
): Promise<string[]> {
  await db.updateTable('operators').set({ passwordHash }).where('name', '=', operator).execute();
  return endSessionsOf(db, operator);
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import { openSqlite } from '../store/sqlite.ts';
import { openStore } from '../store/store.ts';
import type { Store } from '../store/store.ts';
import { createOperators } from './operators.ts';
import type { Passwords } from './passwords.ts';
import { createSessions } from './sessions.ts';
import { createSignIn } from './sign-in.ts';
import type { SignIn } from './sign-in.ts';

/** Checks of passwords that wait until they are let go. */
function createHeldPasswords(): Passwords & { waiting: number; release(): void } {
  let waiters: (() => void)[] = [];
  const held = {
    waiting: 0,
    release: () => {
      for (const go of waiters) go();
      waiters = [];
    },
    hash: (password: string) => Promise.resolve(password),
    matches: async (password: string, stored: string) => {
      await held.pretend();
      return password === stored;
    },
    pretend: () => {
      held.waiting += 1;
      return new Promise<false>((resolve) => waiters.push(() => resolve(false)));
    },
  };
  return held;
}

let folder: string;
let store: Store;
let passwords: ReturnType<typeof createHeldPasswords>;
let signIn: SignIn;
let password: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'forge-sign-in-'));
  store = await openStore(openSqlite(join(folder, 'forge.db')));
  passwords = createHeldPasswords();
  const clock = systemClock;
  const operators = createOperators({ store, passwords, clock });
  signIn = createSignIn({ store, passwords, clock, operators, sessions: createSessions({ store, clock }) });
  password = (await operators.ensureMaintainer())?.password ?? '';
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

test('a crowd of strangers is turned away while passwords are being checked; a known browser is not', async () => {
  const first = signIn.signIn('maintainer', password, { address: '192.0.2.1' });
  await expect.poll(() => passwords.waiting).toBe(1);
  passwords.release();
  const { device } = (await first) as { device: string };

  const crowd = Array.from({ length: 40 }, (_, n) =>
    signIn.signIn(`name ${n}`, 'guess', { address: `192.0.2.${n}` }),
  );
  await expect.poll(() => passwords.waiting).toBe(9);
  const owner = signIn.signIn('maintainer', password, { address: '192.0.2.1', device });
  await expect.poll(() => passwords.waiting).toBe(10);
  passwords.release();

  const outcomes = (await Promise.all(crowd)).map(({ outcome }) => outcome);
  expect(outcomes.filter((outcome) => outcome === 'wrong')).toHaveLength(8);
  expect(outcomes.filter((outcome) => outcome === 'busy')).toHaveLength(32);
  expect((await owner).outcome).toBe('signedIn');
  const later = signIn.signIn('another', 'guess', { address: '198.51.100.1' });
  await expect.poll(() => passwords.waiting).toBe(11);
  passwords.release();
  expect((await later).outcome).toBe('wrong');
});

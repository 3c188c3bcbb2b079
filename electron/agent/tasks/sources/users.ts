import { users } from 'systeminformation';
import type { Inventory } from '#shared/protocol/inventory.ts';
import { text } from './reading.ts';
import type { Reading } from './reading.ts';

/** Who is logged in now; an empty list means nobody. */
export const readUsers = async (): Promise<Reading<NonNullable<Inventory['users']>>> => {
  const sessions = await users();
  const value = sessions.map((session) => ({
    name: text(session.user),
    terminal: text(session.tty),
    since: `${session.date} ${session.time}`.trim(),
  }));
  return { value: value.filter((session) => session.name !== '').slice(0, 256) };
};

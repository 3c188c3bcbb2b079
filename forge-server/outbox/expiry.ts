import { minute } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { Commands } from './commands.ts';
import { advance } from './progress.ts';
import type { Waiting } from './waiting.ts';

/** An offered command may be at its computer: its own word, that it came too late, has this long to arrive. */
const graceMs = 10 * minute;
const commandsAtOnce = 1000;

/** Ends what nobody fetched in time. One call is one look; gives how many expired. */
export const expireCommands = async (
  store: Store,
  clock: Clock,
  waiting: Waiting,
  commands: Pick<Commands, 'changed'>,
): Promise<number> => {
  const now = clock.now();
  const expired = await store.write(async (db) => {
    const late = await db
      .selectFrom('commands')
      .select(['id', 'cmId'])
      .where((eb) =>
        eb.or([
          eb.and([eb('state', '=', 'queued'), eb('notAfter', '<=', now)]),
          eb.and([eb('state', '=', 'offered'), eb('notAfter', '<=', now - graceMs)]),
        ]),
      )
      .limit(commandsAtOnce)
      .execute();
    for (const { id } of late)
      await advance(db, id, 'expired', { at: now, reason: 'the computer did not take it in time' });
    return late;
  });
  await waiting.refreshAll();
  for (const command of expired) commands.changed(command);
  return expired.length;
};

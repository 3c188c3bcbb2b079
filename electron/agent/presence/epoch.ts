import { z } from 'zod';
import type { Store } from '../store/store.ts';
import type { IdentityFile } from './identity-file.ts';

const epochSchema = z.int().min(0).max(0xffff_ffff);
/** Epochs of new stores begin with the seconds since this moment, so that one made later is higher. */
const beginning = Date.UTC(2020, 0, 1);

/**
 * Gives the store its epoch when it was made anew, higher than every epoch this identity has used, and keeps it in the identity
 * file, which outlives the store. Without that, numbers would begin again and the server would take new messages for old ones.
 */
export const settleEpoch = async (
  store: Pick<Store, 'facts' | 'write'>,
  identityFile: IdentityFile,
  now: number,
): Promise<void> => {
  const stored = store.facts.get('epoch', epochSchema);
  const record = identityFile.read();
  if (stored !== undefined && stored >= record.epoch) {
    if (stored > record.epoch) identityFile.write({ ...record, epoch: stored });
    return;
  }
  await renewEpoch(store, identityFile, now);
};

/**
 * Begins a new epoch: for a store made anew, and for a computer put back from a backup, whose numbers the server has heard already.
 * It follows the clock, so that it is also higher than epochs that this identity has forgotten.
 */
export const renewEpoch = async (
  store: Pick<Store, 'facts' | 'write'>,
  identityFile: IdentityFile,
  now: number,
): Promise<void> => {
  const record = identityFile.read();
  const seconds = Math.floor((now - beginning) / 1000);
  const epoch = Math.max(record.epoch + 1, Math.min(Math.max(seconds, 1), 0xffff_fffe));
  identityFile.write({ ...record, epoch });
  await store.write(() => store.facts.set('epoch', epoch));
};

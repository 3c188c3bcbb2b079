import { inventorySources } from '#shared/protocol/inventory.ts';
import type { InventoryReader } from '../inventory.ts';
import type { TaskRunner } from '../runner.ts';

/** Descript: the inventory of hardware, operating system and software. It fails only when nothing at all could be read. */
export const createDescript = (inventory: Pick<InventoryReader, 'take'>): TaskRunner => ({
  timeout: 270_000,
  run: async (_task, signal) => {
    const taken = await inventory.take(signal);
    if (inventorySources.every((source) => taken[source] === undefined))
      throw new Error(
        `Nothing of this computer could be read: ${taken.unread[0]?.reason ?? 'no reason given'}`,
      );
    return taken;
  },
});

import type { Transaction } from 'kysely';
import { inventorySchema } from '#shared/protocol/inventory.ts';
import type { Inventory } from '#shared/protocol/inventory.ts';
import type { TaskResult } from '#shared/protocol/messages.ts';
import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

/** The task whose results are inventories. */
const inventoryTask = 'descript';

/** The message that brought an inventory. */
interface Source {
  id: string;
  cmId: string;
  epoch: number;
  sequence: number;
  receivedAt: number;
}

/**
 * Keeps a task's result as the computer's last inventory when it is one; part of the transaction that keeps its message.
 * One that was made earlier and only arrived later does not replace a newer one.
 */
export const keepInventory = async (
  db: Transaction<Schema>,
  source: Source,
  task: TaskResult,
): Promise<void> => {
  if (task.taskKind !== inventoryTask || task.outcome !== 'ok') return;
  const inventory = inventorySchema.safeParse(task.result);
  if (!inventory.success) return;
  const { cmId, epoch, sequence } = source;
  const row = {
    cmId,
    messageId: source.id,
    epoch,
    sequence,
    receivedAt: source.receivedAt,
    body: JSON.stringify(inventory.data),
  };
  const kept = await db
    .insertInto('inventories')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column('cmId')
        .doUpdateSet(row)
        .where((eb) =>
          eb.or([eb('inventories.epoch', '!=', epoch), eb('inventories.sequence', '<', sequence)]),
        ),
    )
    .returning('cmId')
    .executeTakeFirst();
  const osName = inventory.data.os?.name;
  if (kept === undefined || osName === undefined) return;
  await db.updateTable('computers').set({ osName }).where('cmId', '=', cmId).execute();
};

/** The last inventory of a computer, and when it arrived; nothing when there was none. */
export const lastInventory = async (
  store: Store,
  cmId: string,
): Promise<{ inventory: Inventory; receivedAt: number } | undefined> => {
  const row = await store.db
    .selectFrom('inventories')
    .select(['body', 'receivedAt'])
    .where('cmId', '=', cmId)
    .executeTakeFirst();
  return row && { inventory: inventorySchema.parse(JSON.parse(row.body)), receivedAt: row.receivedAt };
};

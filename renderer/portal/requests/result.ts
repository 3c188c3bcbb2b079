import { z } from 'zod';
import { processListSchema } from '#shared/protocol/commands.ts';
import type { ProcessList } from '#shared/protocol/commands.ts';
import { inventorySchema } from '#shared/protocol/inventory.ts';
import type { Inventory } from '#shared/protocol/inventory.ts';

export type Partition = NonNullable<Inventory['partitions']>[number];

/** What a computer answered to a command, in the form in which it is best read. */
export type Result =
  | { form: 'processes'; list: ProcessList }
  | { form: 'partitions'; partitions: Partition[] }
  | { form: 'text'; text: string };

const partitionListSchema = z.strictObject({ partitions: inventorySchema.shape.partitions.unwrap() });

/** Reads a result; one that is not what its kind of command promises is shown as it came. */
export function readResult(kind: string, result: unknown): Result {
  if (kind === 'listProcesses') {
    const list = processListSchema.safeParse(result);
    if (list.success) return { form: 'processes', list: list.data };
  }
  if (kind === 'listPartitions') {
    const partitions = partitionListSchema.safeParse(result);
    if (partitions.success) return { form: 'partitions', partitions: partitions.data.partitions };
  }
  return { form: 'text', text: asText(result) };
}

/** A value as indented JSON. */
export const asText = (value: unknown): string => JSON.stringify(value, null, 2) ?? '';

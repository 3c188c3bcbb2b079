import path from 'node:path';
import type { z } from 'zod';
import { processListSchema } from '#shared/protocol/commands.ts';
import type { ProcessList } from '#shared/protocol/commands.ts';
import { inventorySchema, inventorySources } from '#shared/protocol/inventory.ts';
import type { Inventory } from '#shared/protocol/inventory.ts';
import type { Clock } from '../clock.ts';
import type { AgentHost } from '../host.ts';
import { createSourceWorker } from './source-worker.ts';
import type { Reading } from './sources/reading.ts';
import type { SourceName } from './sources/sources.ts';

/** The mounted file systems, as the inventory lists them. */
export type Partitions = NonNullable<Inventory['partitions']>;

/** Reads this computer. Every call has a process of its own, which ends with it; an aborted signal rejects with its reason. */
export interface InventoryReader {
  /** The whole inventory. What could not be read stands in `unread`; the rest is never lost for it. */
  take(signal: AbortSignal): Promise<Inventory>;
  /** Throws when it could not be read, with the reason. */
  processes(signal: AbortSignal): Promise<ProcessList>;
  /** Throws when they could not be read, with the reason. */
  partitions(signal: AbortSignal): Promise<Partitions>;
}

export interface InventoryOptions {
  clock: Clock;
  startHelper: AgentHost['startHelper'];
  /** The script of the reading process; the one beside this file unless a test says otherwise. */
  workerFile?: URL;
}

/** Deadline of one source and of them all, milliseconds. */
const usualDeadline = 30_000;
const deadlines: Partial<Record<SourceName, number>> = { software: 60_000 };
const wholeDeadline = 240_000;

const ownWorkerFile = (): URL => {
  const own = new URL(import.meta.url);
  return new URL(`./inventory-worker${path.extname(own.pathname)}`, own);
};

/** What came from another process is a reading like any other input: it is checked before it is believed. */
const checked = <T>(schema: z.ZodType<T>, reading: Reading<unknown>): Reading<T> => {
  if (reading.value === undefined) return { unread: reading.unread ?? 'nothing was read' };
  const parsed = schema.safeParse(reading.value);
  if (!parsed.success)
    return {
      unread: `unexpected: ${parsed.error.issues[0]?.path.join('.') ?? ''} ${parsed.error.issues[0]?.message ?? ''}`,
    };
  return reading.unread === undefined
    ? { value: parsed.data }
    : { value: parsed.data, unread: reading.unread };
};

export const createInventory = ({
  clock,
  startHelper,
  workerFile = ownWorkerFile(),
}: InventoryOptions): InventoryReader => {
  const readOne = async <T>(source: SourceName, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> => {
    const worker = createSourceWorker(workerFile, startHelper, clock);
    try {
      const { value, unread } = checked(
        schema,
        await worker.ask(source, deadlines[source] ?? usualDeadline, signal),
      );
      if (value === undefined) throw new Error(unread);
      return value;
    } finally {
      worker.close();
    }
  };

  const take = async (signal: AbortSignal): Promise<Inventory> => {
    const worker = createSourceWorker(workerFile, startHelper, clock);
    const end = clock.monotonic() + wholeDeadline;
    const parts: Record<string, unknown> = {};
    const unread: Inventory['unread'] = [];
    try {
      for (const source of inventorySources) {
        const deadline = Math.min(deadlines[source] ?? usualDeadline, end - clock.monotonic());
        const answer =
          deadline > 0
            ? await worker.ask(source, deadline, signal)
            : { unread: 'the other sources took too long' };
        const part = checked<unknown>(inventorySchema.shape[source], answer);
        if (part.value !== undefined) parts[source] = part.value;
        if (part.unread !== undefined) unread.push({ source, reason: part.unread.slice(0, 300) });
      }
    } finally {
      worker.close();
    }
    return inventorySchema.parse({ takenAt: Math.round(clock.now()), ...parts, unread });
  };

  return {
    take,
    processes: (signal) => readOne('processes', processListSchema, signal),
    partitions: (signal) => readOne('partitions', inventorySchema.shape.partitions.unwrap(), signal),
  };
};

import os from 'node:os';
import { memLayout } from 'systeminformation';
import type { Inventory } from '#shared/protocol/inventory.ts';
import { bytes, meaningful, reading } from './reading.ts';
import type { Reading } from './reading.ts';

export const readMemory = async (): Promise<Reading<NonNullable<Inventory['memory']>>> => {
  const slots = await memLayout();
  const modules = slots
    .map((slot) => ({
      slot: meaningful(slot.bank),
      sizeBytes: bytes(slot.size),
      type: slot.size > 0 ? meaningful(slot.type) : '',
    }))
    // Where the firmware tells nothing, one made-up module of the whole size comes back: no slot and no type.
    .filter((module) => module.sizeBytes > 0 && (module.slot !== '' || module.type !== ''))
    .slice(0, 64);
  return reading(
    { totalBytes: os.totalmem(), modules },
    modules.length === 0 ? 'not readable: modules' : undefined,
  );
};

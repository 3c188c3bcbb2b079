import { graphics } from 'systeminformation';
import type { Inventory } from '#shared/protocol/inventory.ts';
import { emptyTextsIn, meaningful, measured, reading } from './reading.ts';
import type { Reading } from './reading.ts';

const mebibyte = 1024 * 1024;

export const readGraphics = async (): Promise<Reading<NonNullable<Inventory['graphics']>>> => {
  const { controllers } = await graphics();
  const value = controllers.slice(0, 16).map((controller) => {
    const memory = measured(controller.vram);
    return {
      model: meaningful(controller.model),
      vendor: meaningful(controller.vendor),
      ...(memory === undefined ? {} : { memoryBytes: memory * mebibyte }),
    };
  });
  return value.length === 0
    ? { unread: 'the system told of no graphics adapter' }
    : reading(value, emptyTextsIn(value));
};

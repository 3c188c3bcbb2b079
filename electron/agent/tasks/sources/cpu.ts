import { cpu } from 'systeminformation';
import type { Inventory } from '#shared/protocol/inventory.ts';
import { emptyTexts, meaningful, measured, reading } from './reading.ts';
import type { Reading } from './reading.ts';

export const readCpu = async (): Promise<Reading<NonNullable<Inventory['cpu']>>> => {
  const info = await cpu();
  const speedGHz = measured(info.speed);
  const value = {
    brand: meaningful(info.brand),
    vendor: meaningful(info.manufacturer),
    cores: info.cores,
    physicalCores: info.physicalCores,
    ...(speedGHz === undefined ? {} : { speedGHz }),
  };
  return reading(value, emptyTexts({ ...value, speedGHz: speedGHz ?? '' }));
};

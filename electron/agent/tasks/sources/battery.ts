import { battery } from 'systeminformation';
import type { Inventory } from '#shared/protocol/inventory.ts';
import { measured } from './reading.ts';
import type { Reading } from './reading.ts';

export const readBattery = async (): Promise<Reading<NonNullable<Inventory['battery']>>> => {
  const info = await battery();
  if (!info.hasBattery) return { value: { present: false } };
  const cycles = measured(info.cycleCount);
  return {
    value: {
      present: true,
      percent: info.percent,
      charging: info.isCharging,
      ...(cycles === undefined ? {} : { cycles: Math.round(cycles) }),
    },
  };
};

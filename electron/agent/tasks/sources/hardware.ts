import { bios, chassis, system } from 'systeminformation';
import type { Inventory } from '#shared/protocol/inventory.ts';
import { emptyTexts, meaningful, reading } from './reading.ts';
import type { Reading } from './reading.ts';

export const readHardware = async (): Promise<Reading<NonNullable<Inventory['hardware']>>> => {
  const machine = await system();
  const firmware = await bios();
  const housing = await chassis();
  const released = meaningful(firmware.releaseDate);
  const value = {
    manufacturer: meaningful(machine.manufacturer),
    model: meaningful(machine.model),
    serial: meaningful(machine.serial),
    uuid: meaningful(machine.uuid),
    chassis: meaningful(housing.type),
    bios: [meaningful(firmware.vendor), meaningful(firmware.version), released === '' ? '' : `(${released})`]
      .filter((part) => part !== '')
      .join(' '),
    virtual: machine.virtual,
  };
  return reading(value, emptyTexts(value));
};

import { blockDevices, diskLayout } from 'systeminformation';
import type { Inventory } from '#shared/protocol/inventory.ts';
import { bytes, emptyTextsIn, meaningful, measured, reading } from './reading.ts';
import type { Reading } from './reading.ts';

type Disks = NonNullable<Inventory['disks']>;
const most = 128;

/** The drives with their health by SMART, where the system or smartctl tells it. */
const physicalDisks = async (): Promise<Disks> => {
  const drives = await diskLayout();
  return drives.map((drive) => {
    const temperatureC = measured(drive.temperature);
    return {
      name: meaningful(drive.device) || meaningful(drive.name),
      model: meaningful(drive.name),
      serial: meaningful(drive.serialNum),
      type: meaningful(drive.type),
      sizeBytes: bytes(drive.size),
      health: meaningful(drive.smartStatus),
      ...(temperatureC === undefined ? {} : { temperatureC }),
    };
  });
};

/** What the kernel calls a disk; a virtual machine shows its disks only here, and its word for their kind means nothing. */
const kernelDisks = async (): Promise<Disks> => {
  const devices = await blockDevices();
  return devices
    .filter((device) => device.type === 'disk' && bytes(device.size) > 0)
    .map((device) => ({
      name: meaningful(device.device) || meaningful(device.name),
      model: meaningful(device.model),
      serial: meaningful(device.serial),
      type: '',
      sizeBytes: bytes(device.size),
      health: '',
    }));
};

export const readDisks = async (): Promise<Reading<Disks>> => {
  const physical = await physicalDisks();
  const disks = (physical.length > 0 ? physical : await kernelDisks()).slice(0, most);
  return disks.length === 0 ? { unread: 'the system told of no disk' } : reading(disks, emptyTextsIn(disks));
};

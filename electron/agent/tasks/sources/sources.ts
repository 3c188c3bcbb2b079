import type { InventorySource } from '#shared/protocol/inventory.ts';
import { readBattery } from './battery.ts';
import { readCpu } from './cpu.ts';
import { readDisks } from './disks.ts';
import { readGraphics } from './graphics.ts';
import { readHardware } from './hardware.ts';
import { readMemory } from './memory.ts';
import { readNetwork } from './network.ts';
import { readOs } from './os.ts';
import { readPartitions } from './partitions.ts';
import { readProcesses } from './processes.ts';
import type { Reading } from './reading.ts';
import { readSoftware } from './software.ts';
import { readUsers } from './users.ts';

/** All that the worker can be asked for. */
export type SourceName = InventorySource | 'processes';

/** One reader a source. Each may take its time or fail; who asks sets the deadline. */
export const readers: { [S in SourceName]: () => Promise<Reading<unknown>> } = {
  os: readOs,
  hardware: readHardware,
  cpu: readCpu,
  memory: readMemory,
  disks: readDisks,
  partitions: readPartitions,
  network: readNetwork,
  software: () => readSoftware(),
  users: readUsers,
  graphics: readGraphics,
  battery: readBattery,
  processes: readProcesses,
};

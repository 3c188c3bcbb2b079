import { blockDevices, fsSize } from 'systeminformation';
import type { Inventory } from '#shared/protocol/inventory.ts';
import { bytes, text } from './reading.ts';
import type { Reading } from './reading.ts';

type Partitions = NonNullable<Inventory['partitions']>;
const most = 256;

const networkFileSystems = new Set([
  'afpfs',
  'ceph',
  'cifs',
  'davfs',
  'fuse.sshfs',
  'glusterfs',
  'nfs',
  'nfs4',
  'smb3',
  'smbfs',
  'webdav',
]);

/** Windows calls a mounted share a drive like any other; only its kind tells. */
const windowsNetworkDrives = async (): Promise<Set<string>> => {
  if (process.platform !== 'win32') return new Set();
  const devices = await blockDevices();
  return new Set(devices.filter((device) => device.physical === 'Network').map((device) => device.name));
};

/** Mounted file systems: those of disks and those of the network. */
export const readPartitions = async (): Promise<Reading<Partitions>> => {
  const fileSystems = await fsSize();
  const mapped = await windowsNetworkDrives();
  const value = fileSystems.slice(0, most).map((fileSystem) => ({
    name: text(fileSystem.fs),
    mount: text(fileSystem.mount),
    fileSystem: text(fileSystem.type),
    sizeBytes: bytes(fileSystem.size),
    freeBytes: bytes(fileSystem.available),
    network: networkFileSystems.has(text(fileSystem.type).toLowerCase()) || mapped.has(fileSystem.fs),
  }));
  return value.length === 0 ? { unread: 'the system told of no file system' } : { value };
};

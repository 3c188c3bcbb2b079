import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import os from 'node:os';
import type { OnlineInfo } from '#shared/protocol/online-info.ts';

/** Share of time that all cores were busy between two readings, 0 to 100; nothing for the first reading. */
export const cpuMeter = (): (() => number | undefined) => {
  let last: { busy: number; all: number } | undefined;
  return () => {
    const times = os.cpus().map((cpu) => cpu.times);
    const all = times.reduce((sum, t) => sum + t.user + t.nice + t.sys + t.idle + t.irq, 0);
    const now = { busy: all - times.reduce((sum, t) => sum + t.idle, 0), all };
    const before = last;
    last = now;
    if (before === undefined || now.all <= before.all) return undefined;
    return Math.min(100, Math.max(0, (100 * (now.busy - before.busy)) / (now.all - before.all)));
  };
};

const windowsDrives = Array.from('CDEFGHIJKLMNOPQRSTUVWXYZ', (letter) => `${letter}:\\`);

/** Mount points of real disks. Read from the kernel's own list, because starting a program every three minutes would cost more. */
const mounts = (): string[] => {
  if (process.platform === 'win32') return windowsDrives;
  if (process.platform !== 'linux') return ['/'];
  const byDevice = new Map<string, string>();
  for (const line of readFileSync('/proc/mounts', 'utf8').split('\n')) {
    const [device = '', mount] = line.split(' ');
    if (device.startsWith('/dev/') && mount !== undefined && !byDevice.has(device))
      byDevice.set(device, mount.replaceAll('\\040', ' '));
  }
  return [...byDevice.values()];
};

/** Free space on every local disk; a disk that does not answer is left out. */
export const measureDisks = async (): Promise<OnlineInfo['disks']> => {
  const all = await Promise.all(
    mounts().map(async (mount) => {
      const info = await statfs(mount).catch(() => undefined);
      if (info === undefined || info.blocks === 0) return [];
      return [{ mount, totalBytes: info.blocks * info.bsize, freeBytes: info.bavail * info.bsize }];
    }),
  );
  return all.flat().slice(0, 64);
};

/** The computer's own addresses, without loopback. */
export const ownAddresses = (): string[] =>
  Object.values(os.networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter((entry) => !entry.internal)
    .map((entry) => entry.address)
    .slice(0, 32);

/** The account that the agent runs under; none where the system has no name for it. */
export const ownUser = (): string[] => {
  try {
    return [os.userInfo().username];
  } catch {
    return [];
  }
};

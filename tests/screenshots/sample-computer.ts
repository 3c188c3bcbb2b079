// What a computer of an ordinary office has to report of itself.
import type { Inventory } from '#shared/protocol/inventory.ts';
import { inventory } from '../fakes/portal-fixtures.ts';

const mib = 1024 ** 2;

const programs: [name: string, version: string, publisher: string][] = [
  ['LibreOffice', '7.4.7', 'The Document Foundation'],
  ['Firefox ESR', '128.6.0', 'Mozilla'],
  ['Thunderbird', '128.6.0', 'Mozilla'],
  ['CUPS', '2.4.2', 'Debian Printing Team'],
  ['GIMP', '2.10.34', 'GNOME'],
  ['Evince', '43.1', 'GNOME'],
  ['OpenSSH server', '9.2p1', 'Debian OpenSSH Maintainers'],
  ['PostgreSQL client', '15.10', 'Debian PostgreSQL Maintainers'],
  ['Samba client', '4.17.12', 'Debian Samba Maintainers'],
  ['unattended-upgrades', '2.9.1', 'Debian'],
];

/** An inventory with the given system and name. */
export const sampleInventory = (now: number, os: Partial<NonNullable<Inventory['os']>> = {}): Inventory => {
  const sample = inventory(now);
  return {
    ...sample,
    ...(sample.os && { os: { ...sample.os, ...os } }),
    unread: [{ source: 'graphics', reason: 'no answer within 10 s' }],
    software: programs.map(([name, version, publisher]) => ({ name, version, publisher })),
  };
};

const running: [name: string, user: string, cpuPercent: number, memoryMib: number, command: string][] = [
  ['systemd', 'root', 0, 13, '/sbin/init'],
  ['firefox-esr', 'juraj', 14.2, 912, '/usr/lib/firefox-esr/firefox-esr'],
  ['Web Content', 'juraj', 6.8, 388, '/usr/lib/firefox-esr/firefox-esr -contentproc'],
  ['soffice.bin', 'juraj', 3.1, 346, '/usr/lib/libreoffice/program/soffice.bin --calc stock-2026.ods'],
  ['gnome-shell', 'juraj', 2.4, 274, '/usr/bin/gnome-shell'],
  ['thunderbird', 'juraj', 0.9, 421, '/usr/lib/thunderbird/thunderbird'],
  ['c-monitor', 'juraj', 0, 96, '/opt/c-monitor/c-monitor --hidden'],
  ['cupsd', 'root', 0, 12, '/usr/sbin/cupsd -l'],
  ['NetworkManager', 'root', 0, 21, '/usr/sbin/NetworkManager --no-daemon'],
  ['sshd', 'root', 0, 9, 'sshd: /usr/sbin/sshd -D'],
];

/** Its processes, as it lists them when it is asked. */
export const sampleProcesses = {
  processes: running.map(([name, user, cpuPercent, memoryMib, command], n) => ({
    pid: n === 0 ? 1 : 1200 + n * 173,
    parentPid: n === 0 ? 0 : 1,
    name,
    user,
    cpuPercent,
    memoryBytes: memoryMib * mib,
    startedAt: '2026-03-01 07:52:11',
    command,
  })),
};

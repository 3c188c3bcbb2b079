import type { ProcessList } from '#shared/protocol/commands.ts';
import { settingsDocumentSchema } from '#shared/protocol/documents.ts';
import type { Inventory } from '#shared/protocol/inventory.ts';
import type { OnlineInfo } from '#shared/protocol/online-info.ts';
import type {
  Computer,
  ComputerDetail,
  Customer,
  ReceivedMessage,
  SentCommand,
  Token,
} from '#shared/portal-data.ts';
import { newId } from '#shared/wire/id.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const gib = 1024 ** 3;

/** What a hostile computer may put into any of its texts: a page must show it as it stands. */
export const hostileText =
  '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>';

export const customers: Customer[] = [
  { code: 'ACME', name: 'Acme Logistics', computers: 5 },
  { code: 'SEAL', name: 'Seal Software', computers: 1 },
];

/** Computers in every state, one of them hostile. */
export function computers(now: number): Computer[] {
  const common = { agentVersion: '0.1.0', waitingCommands: 0, settingsVersion: 1, appliedSettingsVersion: 1 };
  const linux = { platform: 'linux', osName: 'Debian GNU/Linux 12 (bookworm)' };
  const windows = { platform: 'win32', osName: 'Microsoft Windows 11 Pro' };
  return [
    {
      ...common,
      ...linux,
      cmId: 'ACMEPC001',
      name: 'warehouse-01',
      customer: 'ACME',
      presence: 'online',
      evidence: 'tick by HTTP',
      lastContact: now - 4 * second,
      lastPath: 'HTTP',
      lastAddress: '198.51.100.24',
      registeredAt: now - 90 * day,
    },
    {
      ...common,
      ...windows,
      cmId: 'ACMEPC002',
      name: 'reception',
      customer: 'ACME',
      presence: 'silent',
      evidence: 'nothing since tick by HTTP',
      lastContact: now - 2 * minute,
      lastPath: 'HTTP',
      registeredAt: now - 60 * day,
      waitingCommands: 2,
      settingsVersion: 3,
      appliedSettingsVersion: 2,
    },
    {
      ...common,
      ...windows,
      cmId: 'ACMEPC003',
      name: 'accounting',
      customer: 'ACME',
      presence: 'offline',
      evidence: 'nothing since online info by HTTP',
      lastContact: now - 3 * day,
      lastPath: 'HTTP',
      registeredAt: now - 50 * day,
    },
    {
      ...common,
      ...linux,
      cmId: 'ACMEPC004',
      name: 'build-server',
      customer: 'ACME',
      presence: 'stopped',
      evidence: 'it said that it stops: tick by HTTP',
      lastContact: now - 5 * hour,
      lastPath: 'HTTP',
      registeredAt: now - 9 * day,
    },
    {
      ...common,
      cmId: 'ACMEPC005',
      name: 'laptop-of-eva',
      customer: 'ACME',
      platform: 'darwin',
      osName: '',
      presence: 'new',
      evidence: 'registered, not heard of since',
      registeredAt: now - 4 * minute,
      appliedSettingsVersion: 0,
    },
    {
      ...common,
      ...linux,
      cmId: 'SEALPC001',
      name: hostileText,
      customer: 'SEAL',
      osName: hostileText,
      presence: 'online',
      evidence: hostileText,
      lastContact: now - 9 * second,
      lastPath: hostileText.slice(0, 40),
      registeredAt: now - 2 * day,
    },
  ];
}

export function inventory(now: number): Inventory {
  return {
    takenAt: now - 6 * hour,
    os: {
      platform: 'linux',
      name: 'Debian GNU/Linux',
      version: '12 (bookworm)',
      kernel: '6.1.0-28-amd64',
      arch: 'x64',
      hostname: 'warehouse-01',
      timeZone: 'Europe/Bratislava',
      bootedAt: now - 12 * day,
      language: 'sk_SK',
    },
    hardware: {
      manufacturer: 'Fujitsu',
      model: 'ESPRIMO D7010',
      serial: 'YMBX002931',
      uuid: '4c4c4544-0037-3510-8052-b4c04f4a3533',
      chassis: 'Desktop',
      bios: 'V5.0.0.14 R1.28.0',
      virtual: false,
    },
    cpu: { brand: 'Core i5-10500', vendor: 'Intel', cores: 12, physicalCores: 6, speedGHz: 3.1 },
    memory: {
      totalBytes: 16 * gib,
      modules: [
        { slot: 'DIMM A1', sizeBytes: 8 * gib, type: 'DDR4' },
        { slot: 'DIMM B1', sizeBytes: 8 * gib, type: 'DDR4' },
      ],
    },
    disks: [
      {
        name: 'nvme0n1',
        model: 'Samsung PM9A1',
        serial: 'S65XNE0R',
        type: 'NVMe',
        sizeBytes: 512 * 1e9,
        health: 'ok',
        temperatureC: 41,
      },
    ],
    partitions: partitions(),
    network: [
      {
        name: 'enp0s31f6',
        mac: '4c:52:62:0f:11:a2',
        addresses: ['192.168.10.21', 'fe80::4e52:62ff:fe0f:11a2'],
        gateway: '192.168.10.1',
        dns: ['192.168.10.1'],
        speedMbit: 1000,
        up: true,
        virtual: false,
      },
    ],
    software: software(),
    users: [{ name: 'juraj', terminal: 'tty2', since: '2026-03-01 07:52' }],
    unread: [
      { source: 'battery', reason: 'there is no battery' },
      { source: 'graphics', reason: 'no answer within 10 s' },
    ],
  };
}

function partitions(): NonNullable<Inventory['partitions']> {
  return [
    {
      name: '/dev/nvme0n1p2',
      mount: '/',
      fileSystem: 'ext4',
      sizeBytes: 120 * gib,
      freeBytes: 14 * gib,
      network: false,
    },
    {
      name: '/dev/nvme0n1p3',
      mount: '/home',
      fileSystem: 'ext4',
      sizeBytes: 340 * gib,
      freeBytes: 250 * gib,
      network: false,
    },
    {
      name: '//store/data',
      mount: '/mnt/data',
      fileSystem: 'cifs',
      sizeBytes: 4096 * gib,
      freeBytes: 900 * gib,
      network: true,
    },
  ];
}

function software(): NonNullable<Inventory['software']> {
  const named = [
    { name: 'LibreOffice', version: '7.4.7', publisher: 'The Document Foundation' },
    { name: 'Firefox ESR', version: '128.6.0', publisher: 'Mozilla' },
    { name: hostileText, version: '1', publisher: hostileText },
  ];
  const others = Array.from({ length: 1200 }, (_, n) => ({
    name: `lib-package-${n + 1}`,
    version: `1.${n % 20}.0`,
    publisher: 'Debian',
  }));
  return [...named, ...others];
}

export function onlineInfo(now: number): OnlineInfo {
  return {
    at: now - 40 * second,
    agentVersion: '0.1.0',
    uptimeS: 12 * 86_400,
    agentUptimeS: 86_400 * 3.5,
    cpuPercent: 17.4,
    memory: { totalBytes: 16 * gib, usedBytes: 9.2 * gib },
    disks: [
      { mount: '/', totalBytes: 120 * gib, freeBytes: 14 * gib },
      { mount: '/home', totalBytes: 340 * gib, freeBytes: 250 * gib },
    ],
    addresses: ['192.168.10.21', 'fe80::4e52:62ff:fe0f:11a2'],
    users: ['juraj'],
    outbox: { waiting: 1, bytes: 48_210, oldest: now - minute },
    settingsVersion: 1,
    paths: [{ name: 'HTTP', state: 'ok' }],
    watches: [{ id: 'disk-space', state: 'ok' }],
  };
}

/** Two days of load, with a night in which the computer was off. */
export function load(now: number): ComputerDetail['load'] {
  return Array.from({ length: 480 }, (_, n) => ({ n, at: now - 48 * hour + n * 6 * minute }))
    .filter(({ n }) => n < 160 || n > 240)
    .map(({ n, at }) => ({
      at,
      cpuPercent: Math.min(100, 22 + 18 * Math.sin(n / 25) + ((n * 7919) % 23) + (n === 300 ? 50 : 0)),
      memoryPercent: 48 + 12 * Math.sin(n / 70),
    }));
}

export function detail(computer: Computer, now: number): ComputerDetail {
  const document = settingsDocumentSchema.parse({
    version: computer.settingsVersion,
    customer: customers.find(({ code }) => code === computer.customer)?.name ?? '',
    licence: { type: 'standard', target: 'desktop', validTo: now + 275 * day },
    settings: { http: { shortIntervalS: 15 } },
  });
  if (computer.presence === 'new') return { computer, load: [], document };
  return {
    computer,
    document,
    inventory: inventory(now),
    inventoryReceivedAt: now - 6 * hour,
    onlineInfo: onlineInfo(now),
    load: load(now),
  };
}

export interface KeptMessage {
  message: ReceivedMessage;
  body: unknown;
}

/** Messages of a computer, newest first: 130, so that they fill more than one page. */
export function messages(cmId: string, now: number): KeptMessage[] {
  return Array.from({ length: 130 }, (_, n) => {
    const createdAt = now - n * 2 * hour - 5 * minute;
    const hostile = n === 2;
    const body = { event: 'started', text: hostile ? hostileText : 'C-Monitor started', at: createdAt };
    const message: ReceivedMessage = {
      id: newId(createdAt),
      cmId,
      class: n % 12 === 0 ? 'taskResult' : 'system',
      createdAt,
      receivedAt: createdAt + 900,
      title: hostile ? hostileText : n % 12 === 0 ? 'Descript' : 'C-Monitor started',
      path: 'HTTP',
      bytes: JSON.stringify(body).length + 280,
      arrivals: n === 1 ? 2 : 1,
    };
    return { message, body };
  });
}

/** Commands of a computer, newest first, one in each of several states. */
export function commands(cmId: string, now: number): SentCommand[] {
  const at = now - 20 * minute;
  const common = { cmId, operator: 'maintainer', args: {}, path: 'HTTP' };
  return [
    {
      ...common,
      id: newId(at),
      kind: 'listPartitions',
      state: 'done',
      createdAt: at,
      notAfter: at + day,
      history: steps(at, ['queued', 'offered', 'received', 'started', 'done']),
      result: { partitions: partitions() },
    },
    {
      ...common,
      id: newId(at - hour),
      kind: 'restartAgent',
      state: 'refused',
      createdAt: at - hour,
      notAfter: at + day,
      reason: 'This computer forbids commands that restart C-Monitor.',
      history: steps(at - hour, ['queued', 'offered', 'received', 'refused']),
    },
    {
      ...common,
      id: newId(at - day),
      kind: 'showMessage',
      state: 'expired',
      createdAt: at - day,
      notAfter: at - hour,
      args: { title: 'Maintenance', text: hostileText },
      history: steps(at - day, ['queued', 'expired']),
    },
  ];
}

function steps(from: number, states: SentCommand['state'][]): SentCommand['history'] {
  return states.map((state, n) => ({
    state,
    at: from + n * 700,
    ...(state === 'offered' && { path: 'HTTP' }),
  }));
}

export function tokens(now: number): Token[] {
  return [
    {
      id: 'token-3',
      customer: 'ACME',
      note: 'New notebook for Eva',
      createdAt: now - hour,
      notAfter: now + 23 * hour,
    },
    {
      id: 'token-2',
      customer: 'ACME',
      note: hostileText,
      createdAt: now - 5 * minute,
      notAfter: now + day,
      usedAt: now - 4 * minute,
      usedBy: 'ACMEPC005',
    },
    { id: 'token-1', customer: 'SEAL', note: '', createdAt: now - 9 * day, notAfter: now - 8 * day },
  ];
}

/** A process list as a computer reports it, some of its names hostile. */
export function processes(count: number): { processes: ProcessList['processes'] } {
  return {
    processes: Array.from({ length: count }, (_, n) => ({
      pid: 1000 + n,
      parentPid: n === 0 ? 0 : 1000,
      name: n === 3 ? hostileText : `worker-${n}`,
      user: n % 3 === 0 ? 'root' : 'juraj',
      cpuPercent: (n * 37) % 100,
      memoryBytes: ((n * 7919) % 900) * 1024 * 1024,
      startedAt: '2026-03-01 07:52:11',
      command: `/usr/bin/worker --number ${n}`,
    })),
  };
}

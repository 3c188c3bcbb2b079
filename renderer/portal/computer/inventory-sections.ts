import type { TFunction } from 'i18next';
import { inventorySources } from '#shared/protocol/inventory.ts';
import type { Inventory, InventorySource } from '#shared/protocol/inventory.ts';
import type { Format } from '../frame/use-format.ts';

/** One part of the inventory in words: some facts, a table, both, or why there is neither. */
export interface InventorySection {
  source: InventorySource;
  facts: { label: string; value: string }[];
  table?: { labels: string[]; rows: string[][] };
  /** Why it could not be read. */
  unread?: string;
}

/** Sections other than software, which is long and has a table of its own. */
export type ShortSource = Exclude<InventorySource, 'software'>;

type Words = { t: TFunction<'portal'>; format: Format };
type Content = Pick<InventorySection, 'facts' | 'table'>;

/** All short sections of an inventory, in their order, each present or with the reason why it is not. */
export function inventorySections(inventory: Inventory, words: Words): InventorySection[] {
  const reasons = new Map(inventory.unread.map(({ source, reason }) => [source, reason]));
  return inventorySources
    .filter((source) => source !== 'software')
    .map((source) => {
      const unread = reasons.get(source);
      const content = readers[source](inventory, words) ?? { facts: [] };
      return { source, ...content, ...(unread !== undefined && { unread }) };
    });
}

const readers: Record<ShortSource, (inventory: Inventory, words: Words) => Content | undefined> = {
  os: ({ os }, { t, format }) =>
    os && {
      facts: present([
        [t('inventory.field.name'), os.name],
        [t('inventory.field.version'), os.version],
        [t('inventory.field.build'), os.build],
        [t('inventory.field.kernel'), os.kernel],
        [t('inventory.field.arch'), os.arch],
        [t('inventory.field.hostname'), os.hostname],
        [t('inventory.field.timeZone'), os.timeZone],
        [t('inventory.field.language'), os.language],
        [t('inventory.field.bootedAt'), format.moment(os.bootedAt)],
      ]),
    },
  hardware: ({ hardware }, { t }) =>
    hardware && {
      facts: present([
        [t('inventory.field.manufacturer'), hardware.manufacturer],
        [t('inventory.field.model'), hardware.model],
        [t('inventory.field.serial'), hardware.serial],
        [t('inventory.field.uuid'), hardware.uuid],
        [t('inventory.field.chassis'), hardware.chassis],
        [t('inventory.field.bios'), hardware.bios],
        [t('inventory.field.virtual'), yesNo(hardware.virtual, t)],
      ]),
    },
  cpu: ({ cpu }, { t, format }) =>
    cpu && {
      facts: present([
        [t('inventory.field.vendor'), cpu.vendor],
        [t('inventory.field.brand'), cpu.brand],
        [
          t('inventory.field.cores'),
          t('inventory.field.coresValue', { cores: cpu.cores, physical: cpu.physicalCores }),
        ],
        [
          t('inventory.field.speed'),
          cpu.speedGHz === undefined
            ? undefined
            : t('inventory.field.speedValue', { speed: format.number(cpu.speedGHz, 2) }),
        ],
      ]),
    },
  memory: ({ memory }, { t, format }) =>
    memory && {
      facts: present([[t('inventory.field.total'), format.bytes(memory.totalBytes)]]),
      ...table(
        [t('inventory.field.slot'), t('inventory.field.size'), t('inventory.field.type')],
        memory.modules.map(({ slot, sizeBytes, type }) => [slot, format.bytes(sizeBytes), type]),
      ),
    },
  disks: ({ disks }, { t, format }) =>
    disks && {
      facts: [],
      table: {
        labels: [
          t('inventory.field.name'),
          t('inventory.field.model'),
          t('inventory.field.type'),
          t('inventory.field.size'),
          t('inventory.field.health'),
          t('inventory.field.temperature'),
          t('inventory.field.serial'),
        ],
        rows: disks.map(({ name, model, type, sizeBytes, health, temperatureC, serial }) => [
          name,
          model,
          type,
          format.bytes(sizeBytes),
          health,
          temperatureC === undefined
            ? t('inventory.unknown')
            : t('inventory.field.temperatureValue', { degrees: format.number(temperatureC) }),
          serial,
        ]),
      },
    },
  partitions: ({ partitions }, { t, format }) =>
    partitions && {
      facts: [],
      table: {
        labels: [
          t('inventory.field.mount'),
          t('inventory.field.free'),
          t('inventory.field.size'),
          t('inventory.field.fileSystem'),
          t('inventory.field.network'),
          t('inventory.field.name'),
        ],
        rows: partitions.map(({ name, mount, fileSystem, sizeBytes, freeBytes, network }) => [
          mount,
          format.bytes(freeBytes),
          format.bytes(sizeBytes),
          fileSystem,
          yesNo(network, t),
          name,
        ]),
      },
    },
  network: ({ network }, { t, format }) =>
    network && {
      facts: [],
      table: {
        labels: [
          t('inventory.field.name'),
          t('inventory.field.addresses'),
          t('inventory.field.mac'),
          t('inventory.field.gateway'),
          t('inventory.field.dns'),
          t('inventory.field.linkSpeed'),
          t('inventory.field.up'),
        ],
        rows: network.map(({ name, addresses, mac, gateway, dns, speedMbit, up }) => [
          name,
          addresses.join(', '),
          mac,
          gateway,
          dns.join(', '),
          speedMbit === undefined
            ? t('inventory.unknown')
            : t('inventory.field.linkSpeedValue', { speed: format.number(speedMbit) }),
          yesNo(up, t),
        ]),
      },
    },
  users: ({ users }, { t }) =>
    users && {
      facts: [],
      table: {
        labels: [t('inventory.field.user'), t('inventory.field.terminal'), t('inventory.field.since')],
        rows: users.map(({ name, terminal, since }) => [name, terminal, since]),
      },
    },
  graphics: ({ graphics }, { t, format }) =>
    graphics && {
      facts: [],
      table: {
        labels: [t('inventory.field.model'), t('inventory.field.vendor'), t('inventory.field.memory')],
        rows: graphics.map(({ model, vendor, memoryBytes }) => [
          model,
          vendor,
          memoryBytes === undefined ? t('inventory.unknown') : format.bytes(memoryBytes),
        ]),
      },
    },
  battery: ({ battery }, { t, format }) =>
    battery && {
      facts: present([
        [t('inventory.field.present'), yesNo(battery.present, t)],
        [
          t('inventory.field.percent'),
          battery.percent === undefined ? undefined : format.percent(battery.percent),
        ],
        [
          t('inventory.field.charging'),
          battery.charging === undefined ? undefined : yesNo(battery.charging, t),
        ],
        [
          t('inventory.field.cycles'),
          battery.cycles === undefined ? undefined : format.number(battery.cycles),
        ],
      ]),
    },
};

/** The facts that have a value. */
const present = (facts: [label: string, value: string | undefined][]): Content['facts'] =>
  facts.flatMap(([label, value]) => (value === undefined || value === '' ? [] : [{ label, value }]));

const table = (labels: string[], rows: string[][]): Pick<Content, 'table'> =>
  rows.length === 0 ? {} : { table: { labels, rows } };

const yesNo = (value: boolean, t: Words['t']): string => t(value ? 'inventory.yes' : 'inventory.no');

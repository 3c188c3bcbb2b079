import type { TFunction } from 'i18next';
import { describe, expect, test } from 'vitest';
import type { Inventory } from '#shared/protocol/inventory.ts';
import { formatOf } from '../frame/use-format.ts';
import { inventorySections } from './inventory-sections.ts';

// The catalogue's keys stand for its words.
const t = ((key: string) => key) as unknown as TFunction<'portal'>;
const sectionsOf = (inventory: Partial<Inventory>) =>
  new Map(
    inventorySections({ takenAt: 0, unread: [], ...inventory }, { t, format: formatOf('en') }).map(
      (section) => [section.source, section],
    ),
  );

describe('sections of an inventory', () => {
  test('software has its own table; all others are there, also when nothing is known of them', () => {
    expect([...sectionsOf({}).keys()]).toEqual([
      'os',
      'hardware',
      'cpu',
      'memory',
      'disks',
      'partitions',
      'network',
      'users',
      'graphics',
      'battery',
    ]);
    expect(sectionsOf({}).get('disks')).toEqual({ source: 'disks', facts: [] });
  });

  test('what could not be read says why', () => {
    const sections = sectionsOf({ unread: [{ source: 'battery', reason: 'no answer within 10 s' }] });
    expect(sections.get('battery')).toMatchObject({ facts: [], unread: 'no answer within 10 s' });
  });

  test('facts without a value are left out', () => {
    const hardware = {
      manufacturer: 'Fujitsu',
      model: '',
      serial: '',
      uuid: '',
      chassis: '',
      bios: '',
      virtual: true,
    };
    expect(sectionsOf({ hardware }).get('hardware')?.facts).toEqual([
      { label: 'inventory.field.manufacturer', value: 'Fujitsu' },
      { label: 'inventory.field.virtual', value: 'inventory.yes' },
    ]);
  });

  test('lists become tables with as many cells as heads, also when there is nothing in them', () => {
    const disk = { name: 'sda', model: 'M', serial: 'S', type: 'SSD', sizeBytes: 1024, health: 'ok' };
    const card = {
      name: 'eth0',
      mac: '',
      addresses: ['a', 'b'],
      gateway: '',
      dns: [],
      up: true,
      virtual: false,
    };
    const sections = sectionsOf({ disks: [disk], network: [card], users: [] });
    for (const source of ['disks', 'network'] as const) {
      const table = sections.get(source)?.table;
      expect(table?.rows.map((row) => row.length)).toEqual([table?.labels.length]);
    }
    expect(sections.get('disks')?.table?.rows[0]).toContain('1 kB');
    expect(sections.get('users')?.table?.rows).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import type { Computer } from '#shared/portal-data.ts';
import { countPresence, filterComputers, filterQuery, parseFilter, wholeList } from './computer-list.ts';

const computer = (more: Partial<Computer>): Computer => ({
  cmId: 'ACMEPC001',
  name: 'warehouse',
  customer: 'ACME',
  platform: 'linux',
  osName: 'Debian 12',
  agentVersion: '0.1.0',
  presence: 'online',
  evidence: '',
  registeredAt: 0,
  waitingCommands: 0,
  settingsVersion: 1,
  appliedSettingsVersion: 1,
  ...more,
});
const all = [
  computer({}),
  computer({
    cmId: 'ACMEPC002',
    name: 'Reception',
    presence: 'offline',
    osName: 'Windows 11',
    lastAddress: '198.51.100.7',
  }),
  computer({ cmId: 'SEALPC001', name: 'build', customer: 'SEAL' }),
];
const searching = (search: string) => ({ ...wholeList, search });
const idsOf = (computers: Computer[]): string[] => computers.map(({ cmId }) => cmId);

describe('list of computers', () => {
  test('is searched by every word, in any text and in any case', () => {
    expect(idsOf(filterComputers(all, wholeList))).toHaveLength(3);
    expect(idsOf(filterComputers(all, searching(' RECEPTION ')))).toEqual(['ACMEPC002']);
    expect(idsOf(filterComputers(all, searching('acme windows')))).toEqual(['ACMEPC002']);
    expect(idsOf(filterComputers(all, searching('198.51')))).toEqual(['ACMEPC002']);
    expect(idsOf(filterComputers(all, searching('seal windows')))).toEqual([]);
  });

  test('is filtered by state and customer', () => {
    expect(idsOf(filterComputers(all, { ...wholeList, presence: 'online' }))).toEqual([
      'ACMEPC001',
      'SEALPC001',
    ]);
    expect(idsOf(filterComputers(all, { ...wholeList, presence: 'online', customer: 'SEAL' }))).toEqual([
      'SEALPC001',
    ]);
  });

  test('counts its states', () => {
    expect(countPresence(all)).toEqual({ new: 0, online: 2, silent: 0, offline: 1, stopped: 0 });
  });

  test('keeps its filter in the address', () => {
    const filter = { search: 'a&b', presence: 'offline', customer: 'ACME' } as const;
    expect(parseFilter(filterQuery(filter))).toEqual(filter);
    expect(filterQuery(wholeList)).toBe('');
    expect(parseFilter('?state=nowhere')).toEqual(wholeList);
  });
});

import { describe, expect, test } from 'vitest';
import type { StoredSettings } from '#shared/settings/migrations.ts';
import { defaultSettings } from '#shared/settings/settings.ts';
import type { SecretStore, SettingsStore } from './host.ts';
import { AgentSettings } from './settings.ts';
import { silentLog } from './silent-log.double.ts';

const memoryStore = (
  stored: StoredSettings = { form: 1, local: {} },
): SettingsStore & { stored: StoredSettings; full: boolean } => ({
  stored,
  full: false,
  load() {
    return this.stored;
  },
  save(settings) {
    if (this.full) throw new Error('the disk is full');
    this.stored = settings;
  },
  recovered: () => undefined,
});

const memorySecrets = (): SecretStore & { kept: Map<string, string> } => {
  const kept = new Map<string, string>();
  return {
    kept,
    get: (field) => Promise.resolve(kept.get(field)),
    set: (field, value) => {
      if (value === null) kept.delete(field);
      else kept.set(field, value);
      return Promise.resolve();
    },
    has: (field) => kept.has(field),
    description: () => 'in memory',
  };
};

const open = (store = memoryStore(), secrets = memorySecrets()): AgentSettings =>
  new AgentSettings({ store, secrets, log: silentLog });

describe('settings of the agent', () => {
  test('a change is saved, applied with (from, to), and tells where it came from', async () => {
    const store = memoryStore();
    const settings = open(store);
    const seen: [string, string][] = [];
    settings.onApply((from, to) => seen.push([from.http.server, to.http.server]));
    const outcome = await settings.change({
      set: { http: { server: 'cm.example.com' } },
      unset: [],
      secrets: {},
    });
    expect(outcome.outcome).toBe('applied');
    expect(seen).toEqual([['', 'cm.example.com']]);
    expect(settings.view().origins['http']?.['server']).toBe('local');
    expect(open(store).current.http.server).toBe('cm.example.com');
  });

  test('a wrong value is refused with a sentence at its field, and nothing of the change is applied', async () => {
    const settings = open();
    const outcome = await settings.change({
      set: { http: { port: 70_000 }, general: { theme: 'dark' } },
      unset: [],
      secrets: {},
    });
    expect(outcome).toEqual({ outcome: 'refused', errors: { 'http.port': 'a port is 1 to 65535' } });
    expect(settings.current).toEqual(defaultSettings);
  });

  test('a manual proxy without an address is refused', async () => {
    const outcome = await open().change({ set: { http: { proxy: 'manual' } }, unset: [], secrets: {} });
    expect(outcome.outcome === 'refused' && Object.keys(outcome.errors)).toEqual(['http.proxyAddress']);
  });

  test('when the disk refuses, what was in force stays in force', async () => {
    const store = memoryStore();
    const settings = open(store);
    store.full = true;
    const outcome = await settings.change({ set: { general: { theme: 'dark' } }, unset: [], secrets: {} });
    expect(outcome).toMatchObject({ outcome: 'refused' });
    expect(settings.current.general.theme).toBe('system');
  });

  test('the server is over local values, except that what is disabled here stays disabled', async () => {
    const settings = open();
    await settings.change({
      set: { outgoing: { sending: 'disabled', maxOutboxMb: 5 } },
      unset: [],
      secrets: {},
    });
    settings.setServer({ outgoing: { sending: 'http', maxOutboxMb: 50 } }, 3);
    expect(settings.current.outgoing).toMatchObject({ sending: 'disabled', maxOutboxMb: 50 });
    expect(settings.view().origins['outgoing']).toMatchObject({
      sending: 'local',
      maxOutboxMb: 'server',
      from: 'default',
    });
    await settings.change({ set: {}, unset: ['outgoing.sending'], secrets: {} });
    expect(settings.current.outgoing.sending).toBe('http');
  });

  test('a stored value that is not allowed is left out and named; the others stay', () => {
    const settings = open(
      memoryStore({ form: 1, local: { http: { port: 'eighty', server: 'a.b' }, nonsense: { x: 1 } } }),
    );
    expect(settings.current.http).toMatchObject({ server: 'a.b', port: 443 });
    expect(settings.recovered.join(' ')).toMatch(/http\.port.*nonsense\.x/);
  });

  test('export holds no secret; import replaces all local settings or nothing', async () => {
    const secrets = memorySecrets();
    const settings = open(memoryStore(), secrets);
    await settings.change({
      set: { general: { theme: 'dark' } },
      unset: [],
      secrets: { 'http.proxyPassword': 'hush' },
    });
    expect(settings.view().secrets['http.proxyPassword']).toBe('set');
    const text = settings.export();
    expect(text).not.toContain('hush');
    await settings.change({
      set: { http: { server: 'x.y' }, general: { theme: 'light' } },
      unset: [],
      secrets: {},
    });
    expect((await settings.import(text)).outcome).toBe('applied');
    expect(settings.current.general.theme).toBe('dark');
    expect(settings.current.http.server).toBe('');
    expect((await settings.import('{"form":1,"local":{"general":{"theme":"pink"}}}')).outcome).toBe(
      'refused',
    );
    expect((await settings.import('not json')).outcome).toBe('refused');
    expect((await settings.import('{"form":99,"local":{}}')).outcome).toBe('refused');
    expect(settings.current.general.theme).toBe('dark');
  });
});

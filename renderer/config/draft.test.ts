import { describe, expect, test } from 'vitest';
import type { SettingsView } from '#shared/ipc.ts';
import { effectiveSettings } from '#shared/settings/effective.ts';
import type { PartialSettings, ServerSettings } from '#shared/settings/settings.ts';
import {
  changedPages,
  changeOf,
  draftOf,
  inheritedValue,
  isChanged,
  isLocked,
  rebase,
  unsavedOf,
} from './draft.ts';
import type { Draft } from './draft.ts';

const viewOf = (local: PartialSettings = {}, server: ServerSettings = {}): SettingsView => ({
  ...effectiveSettings(local, server),
  local,
  server,
  serverVersion: 1,
  secrets: { 'http.proxyPassword': 'unset' },
  secretStore: 'in memory',
});

const edited = (view: SettingsView, change: (draft: Draft) => void): Draft => {
  const draft = draftOf(view);
  change(draft);
  return draft;
};

const nothing = { set: {}, unset: [], secrets: {} };

describe('the change that a draft asks for', () => {
  test('an untouched draft asks for nothing', () => {
    const view = viewOf({ http: { server: 'cm.acme.example' } }, { http: { port: 8443 } });
    expect(changeOf(view, draftOf(view))).toEqual(nothing);
  });

  test('only fields that differ are set', () => {
    const view = viewOf();
    const draft = edited(view, ({ values }) => {
      values.http.server = 'cm.acme.example';
      values.general.theme = 'dark';
    });
    const change = changeOf(view, draft);
    expect(change).toEqual({
      ...nothing,
      set: { general: { theme: 'dark' }, http: { server: 'cm.acme.example' } },
    });
    expect(changedPages(change)).toEqual(new Set(['general', 'http']));
  });

  test('a field that is set and written back is no change', () => {
    const view = viewOf({ http: { port: 8443 } });
    const draft = edited(view, ({ values }) => {
      values.http.port = 8443;
    });
    expect(changeOf(view, draft)).toEqual(nothing);
  });

  test('a reset gives a local value back, also when it equals the default', () => {
    const view = viewOf({ http: { port: 443 } });
    const draft: Draft = { ...draftOf(view), resets: new Set(['http.port']) };
    expect(changeOf(view, draft)).toEqual({ ...nothing, unset: ['http.port'] });
    expect(changedPages(changeOf(view, draft))).toEqual(new Set(['http']));
  });

  test('a reset of what was never set here is no change', () => {
    const view = viewOf();
    const draft: Draft = { ...draftOf(view), resets: new Set(['http.port']) };
    expect(changeOf(view, draft)).toEqual(nothing);
  });

  test('secrets go along, and their page counts as changed', () => {
    const view = viewOf();
    const change = changeOf(view, { ...draftOf(view), secrets: { 'http.proxyPassword': null } });
    expect(change.secrets).toEqual({ 'http.proxyPassword': null });
    expect(changedPages(change)).toEqual(new Set(['http']));
  });
});

describe('what the CM Server sets', () => {
  test('is locked, and a draft never asks to change it', () => {
    const view = viewOf({}, { http: { port: 8443 } });
    expect(isLocked(view, 'http.port')).toBe(true);
    expect(isLocked(view, 'http.timeoutS')).toBe(false);
    const draft = edited(view, ({ values }) => {
      values.http.port = 1;
    });
    expect(changeOf(view, draft)).toEqual(nothing);
  });

  test('sending can be disabled here all the same', () => {
    const view = viewOf({}, { outgoing: { sending: 'http' } });
    expect(isLocked(view, 'outgoing.sending')).toBe(false);
    const draft = edited(view, ({ values }) => {
      values.outgoing.sending = 'disabled';
    });
    expect(changeOf(view, draft).set).toEqual({ outgoing: { sending: 'disabled' } });
  });

  test('choosing again what the server sets takes the local "Disabled" away', () => {
    const view = viewOf({ outgoing: { sending: 'disabled' } }, { outgoing: { sending: 'http' } });
    expect(inheritedValue(view, 'outgoing.sending')).toBe('http');
    const draft = edited(view, ({ values }) => {
      values.outgoing.sending = 'http';
    });
    expect(changeOf(view, draft)).toEqual({ ...nothing, unset: ['outgoing.sending'] });
  });
});

test('what is tried out unsaved are the differences of one page', () => {
  const view = viewOf({ http: { port: 8443 } });
  const draft = edited(view, ({ values }) => {
    values.http.port = 443;
    values.general.theme = 'dark';
  });
  expect(unsavedOf(view, draft, 'http')).toEqual({ http: { port: 443 } });
});

describe('settings that change while the window is open', () => {
  test('unsaved changes stay, all else follows', () => {
    const before = viewOf({ http: { server: 'old.example' } });
    const draft = edited(before, ({ values }) => {
      values.http.port = 8443;
    });
    const after = viewOf({ http: { server: 'new.example' } });
    const { values } = rebase(before, after, draft);
    expect([values.http.server, values.http.port]).toEqual(['new.example', 8443]);
  });

  test('a field that the server now sets gives up its unsaved change', () => {
    const before = viewOf();
    const draft = edited(before, ({ values }) => {
      values.http.port = 8443;
    });
    const after = viewOf({}, { http: { port: 11_438 } });
    const rebased = rebase(before, after, draft);
    expect(rebased.values.http.port).toBe(11_438);
    expect(isChanged(after, rebased, 'http.port')).toBe(false);
  });

  test('a reset that is done already is forgotten', () => {
    const before = viewOf({ http: { port: 8443 } });
    const draft: Draft = { ...draftOf(before), resets: new Set(['http.port']) };
    expect(rebase(before, viewOf(), draft).resets.size).toBe(0);
    expect(rebase(before, before, draft).resets.size).toBe(1);
  });
});

import { expect, test } from 'vitest';
import type { SettingsView } from '#shared/ipc.ts';
import { effectiveSettings } from '#shared/settings/effective.ts';
import type { PartialSettings, ServerSettings } from '#shared/settings/settings.ts';
import { draftOf } from './draft.ts';
import { originShown } from './origin-shown.ts';

const viewOf = (local: PartialSettings = {}, server: ServerSettings = {}): SettingsView => ({
  ...effectiveSettings(local, server),
  local,
  server,
  serverVersion: 1,
  secrets: { 'http.proxyPassword': 'unset' },
  secretStore: 'in memory',
});

test('the mark tells default, set here with the way back, and set by the server', () => {
  const view = viewOf({ http: { timeoutS: 30 } }, { http: { shortIntervalS: 20 } });
  const draft = draftOf(view);
  expect(originShown(view, draft, 'http.port')).toEqual({
    origin: 'default',
    text: 'default',
    reset: undefined,
  });
  expect(originShown(view, draft, 'http.timeoutS')).toEqual({
    origin: 'local',
    text: 'local',
    reset: 'toDefault',
  });
  expect(originShown(view, draft, 'http.shortIntervalS')).toEqual({
    origin: 'server',
    text: 'server',
    reset: undefined,
  });
});

test('unsaved changes show as what they will be', () => {
  const view = viewOf({ http: { timeoutS: 30 } });
  const draft = draftOf(view);
  draft.values.http.port = 8443;
  expect(originShown(view, draft, 'http.port')).toEqual({
    origin: 'local',
    text: 'localPending',
    reset: 'toDefault',
  });
  const reset = { ...draft, resets: new Set(['http.timeoutS'] as const) };
  expect(originShown(view, reset, 'http.timeoutS')).toEqual({
    origin: 'default',
    text: 'resetPending',
    reset: undefined,
  });
});

test('sending that is disabled here against the server can go back to the server', () => {
  const server: ServerSettings = { outgoing: { sending: 'http' } };
  const disabled = viewOf({ outgoing: { sending: 'disabled' } }, server);
  expect(originShown(disabled, draftOf(disabled), 'outgoing.sending')).toEqual({
    origin: 'local',
    text: 'local',
    reset: 'toServer',
  });
  const obeyed = viewOf({}, server);
  expect(originShown(obeyed, draftOf(obeyed), 'outgoing.sending').text).toBe('serverOrDisabled');
});

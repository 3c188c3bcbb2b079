import { expect, test } from 'vitest';
import type { SettingsView } from '#shared/ipc.ts';
import type { ServerSettings } from '#shared/settings/settings.ts';
import { sendingOptions } from './sending-options.ts';

const reasons = (server: ServerSettings): Record<string, string | undefined> =>
  Object.fromEntries(
    sendingOptions({ server } as SettingsView).map(({ value, reason }) => [value, reason] as const),
  );

test('ways without a transport cannot be chosen', () => {
  expect(reasons({})).toEqual({ disabled: undefined, smtp: 'notYet', mapi: 'notYet', http: undefined });
});

test('where the server decides, its way and "Disabled" are left', () => {
  expect(reasons({ outgoing: { sending: 'disabled' } })).toEqual({
    disabled: undefined,
    smtp: 'notYet',
    mapi: 'notYet',
    http: 'serverDecides',
  });
  expect(reasons({ outgoing: { sending: 'http' } })).toMatchObject({ disabled: undefined, http: undefined });
});

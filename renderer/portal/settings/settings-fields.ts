import type { ServerSettings, Settings } from '#shared/settings/settings.ts';

/** How a field is changed. The values of a choice are named in the texts of the configuration window. */
export type FieldControl =
  | { control: 'text'; lines?: number; mono?: boolean; wide?: boolean }
  | { control: 'number'; min: number; max: number; step?: number; unit?: 'megabytes' | 'seconds' }
  | { control: 'switch' }
  | { control: 'choice'; values: readonly string[]; notYet?: readonly string[] };

type ServerPage = keyof ServerSettings;

/** Every field that the server may set, page by page in the order of the configuration window. */
export const settingsFields: { [Page in ServerPage]-?: { [Field in keyof Settings[Page]]: FieldControl } } = {
  general: {
    language: { control: 'choice', values: ['system', 'en', 'sk', 'cs'] },
    theme: { control: 'choice', values: ['system', 'light', 'dark'] },
    autostart: { control: 'switch' },
    showTrayIcon: { control: 'switch' },
  },
  outgoing: {
    sending: { control: 'choice', values: ['disabled', 'smtp', 'mapi', 'http'], notYet: ['smtp', 'mapi'] },
    allowTaskResults: { control: 'switch' },
    allowSystemMessages: { control: 'switch' },
    from: { control: 'text' },
    to: { control: 'text' },
    maxOutboxMb: { control: 'number', min: 1, max: 10_000, unit: 'megabytes' },
    sendByParts: { control: 'switch' },
    partMb: { control: 'number', min: 0.0625, max: 8, step: 0.25, unit: 'megabytes' },
  },
  http: {
    server: { control: 'text' },
    encryption: { control: 'choice', values: ['tls', 'none'] },
    port: { control: 'number', min: 1, max: 65_535 },
    alternativePort: { control: 'number', min: 0, max: 65_535 },
    onePort: { control: 'switch' },
    ownCa: { control: 'text', lines: 4, mono: true, wide: true },
    pin: { control: 'text', mono: true, wide: true },
    proxy: { control: 'choice', values: ['none', 'system', 'manual'] },
    proxyAddress: { control: 'text' },
    proxyUser: { control: 'text' },
    shortIntervalS: { control: 'number', min: 15, max: 30, unit: 'seconds' },
    longIntervalS: { control: 'number', min: 10, max: 3600, unit: 'seconds' },
    timeoutS: { control: 'number', min: 5, max: 300, unit: 'seconds' },
  },
};

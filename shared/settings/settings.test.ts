import { describe, expect, test } from 'vitest';
import { serverAddresses } from './http.ts';
import { httpDefaults } from './http.ts';
import { pageTree } from './pages.ts';
import type { PageNode } from './pages.ts';
import {
  defaultSettings,
  pageSchemas,
  serverSettingsSchema,
  settingsPages,
  settingsSchema,
} from './settings.ts';

describe('settings', () => {
  test('the defaults pass their own schemas', () => {
    expect(settingsSchema.parse(defaultSettings)).toEqual(defaultSettings);
  });

  test('every field of every page has a default', () => {
    for (const page of settingsPages)
      expect(Object.keys(defaultSettings[page]).toSorted()).toEqual(
        Object.keys(pageSchemas[page].shape).toSorted(),
      );
  });

  test('the server may not set the local policy', () => {
    expect(serverSettingsSchema.safeParse({ security: { forbiddenCommands: [] } }).success).toBe(false);
  });

  test('addresses: standard port, then the alternative; or 443 alone; or none', () => {
    const http = { ...httpDefaults, server: 'cm.example.com' };
    expect(serverAddresses(http)).toEqual(['https://cm.example.com:443', 'https://cm.example.com:11438']);
    expect(serverAddresses({ ...http, encryption: 'none', port: 80 })).toEqual([
      'http://cm.example.com:80',
      'http://cm.example.com:11438',
    ]);
    expect(serverAddresses({ ...http, alternativePort: 443 })).toEqual(['https://cm.example.com:443']);
    expect(serverAddresses({ ...http, onePort: true, encryption: 'none' })).toEqual([
      'https://cm.example.com:443',
    ]);
    expect(serverAddresses(httpDefaults)).toEqual([]);
  });

  test.each(['cm.example.com', '10.0.0.1', '[::1]', 'cm'])('%s is a server', (server) => {
    expect(pageSchemas.http.shape.server.safeParse(server).success).toBe(true);
  });

  test.each(['http://cm.example.com', 'a b', '-x', 'cm.example.com:80', 'x/', 'cm\r\nHost: y'])(
    '%j is no server',
    (server) => {
      expect(pageSchemas.http.shape.server.safeParse(server).success).toBe(false);
    },
  );

  test('no page stands twice in the navigation tree', () => {
    const names = (nodes: PageNode[]): string[] =>
      nodes.flatMap((node) => [node.page, ...names(node.children ?? [])]);
    expect(new Set(names(pageTree)).size).toBe(names(pageTree).length);
  });
});

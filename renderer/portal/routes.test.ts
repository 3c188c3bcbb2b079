import { describe, expect, test } from 'vitest';
import { parseRoute, routePath } from './routes.ts';
import type { Route } from './routes.ts';

const places: Route[] = [
  { page: 'computers' },
  { page: 'customers' },
  { page: 'tokens' },
  { page: 'computer', cmId: 'ACMEPC001', tab: 'overview' },
  { page: 'computer', cmId: 'ACMEPC001', tab: 'settings' },
  { page: 'computer', cmId: 'ACMEPC001', tab: 'requests', item: '0199-a' },
];

describe('routes', () => {
  test.each(places)('the address of $page leads back to it', (place) => {
    expect(parseRoute(routePath(place))).toEqual(place);
  });

  test('the root is the list of computers, and a computer opens on its overview', () => {
    expect(parseRoute('/')).toEqual({ page: 'computers' });
    expect(parseRoute('/computers/ACMEPC001')).toEqual({
      page: 'computer',
      cmId: 'ACMEPC001',
      tab: 'overview',
    });
  });

  test.each([
    '/nowhere',
    '/tokens/x',
    '/computers/A/nowhere',
    '/computers/A/inventory/x',
    '/computers/A/requests/x/y',
  ])('%s is no place', (path) => {
    expect(parseRoute(path)).toEqual({ page: 'unknown' });
  });

  test('what an address says is taken as text, however it is written', () => {
    expect(parseRoute('/computers/%3Cscript%3E')).toMatchObject({ cmId: '<script>' });
    expect(parseRoute('/computers/%E0%A4%A')).toMatchObject({ cmId: '%E0%A4%A' });
  });
});

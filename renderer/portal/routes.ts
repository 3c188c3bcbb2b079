/** The tabs of one computer, in their order. */
export const computerTabs = ['overview', 'inventory', 'messages', 'requests', 'settings'] as const;
export type ComputerTab = (typeof computerTabs)[number];

/** Every place of the Portal. `item` is an opened message or request. */
export type Route =
  | { page: 'computers' }
  | { page: 'computer'; cmId: string; tab: ComputerTab; item?: string }
  | { page: 'customers' }
  | { page: 'tokens' }
  | { page: 'unknown' };

/** The place that an address names; `unknown` where there is none. */
export function parseRoute(path: string): Route {
  const [first, second, third, item, ...rest] = path
    .split('/')
    .filter((part) => part !== '')
    .map(decodePart);
  if (rest.length > 0) return { page: 'unknown' };
  if (first === undefined) return { page: 'computers' };
  if (first === 'computers' && second !== undefined) return computerRoute(second, third, item);
  if (second !== undefined) return { page: 'unknown' };
  return first === 'computers' || first === 'customers' || first === 'tokens'
    ? { page: first }
    : { page: 'unknown' };
}

/** The address of a place. */
export function routePath(route: Route): string {
  switch (route.page) {
    case 'computer': {
      const parts = ['computers', route.cmId, route.tab, ...(route.item === undefined ? [] : [route.item])];
      return `/${parts.map(encodeURIComponent).join('/')}`;
    }
    case 'unknown':
      return '/';
    case 'computers':
    case 'customers':
    case 'tokens':
      return `/${route.page}`;
  }
}

function computerRoute(cmId: string, tabName: string | undefined, item: string | undefined): Route {
  const tab = tabName === undefined ? 'overview' : computerTabs.find((known) => known === tabName);
  if (tab === undefined) return { page: 'unknown' };
  if (item === undefined) return { page: 'computer', cmId, tab };
  return tab === 'messages' || tab === 'requests'
    ? { page: 'computer', cmId, tab, item }
    : { page: 'unknown' };
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

import { useSyncExternalStore } from 'react';

/** Goes to an address of the Portal without loading the page anew. */
export function go(address: string, how: 'forward' | 'instead' = 'forward'): void {
  if (address === current()) return;
  if (how === 'instead') window.history.replaceState(null, '', address);
  else window.history.pushState(null, '', address);
  window.dispatchEvent(new PopStateEvent('popstate'));
}

/** Path and query of the address, as it changes. */
export function useAddress(): { path: string; query: string } {
  const address = useSyncExternalStore(watch, current);
  const { pathname, search } = new URL(address, window.location.origin);
  return { path: pathname, query: search };
}

const current = (): string => window.location.pathname + window.location.search;

function watch(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  return () => window.removeEventListener('popstate', listener);
}

import type { PortalEvent } from '#shared/portal-api.ts';

/** Tells whoever listens that something changed. Told only after the change is committed. */
export interface Events {
  emit(event: PortalEvent): void;
  /** Returns a function that ends it. A listener must not throw. */
  on(listener: (event: PortalEvent) => void): () => void;
}

export const createEvents = (): Events => {
  const listeners = new Set<(event: PortalEvent) => void>();
  return {
    emit(event) {
      for (const listener of listeners) listener(event);
    },
    on(listener) {
      // A wrapper of its own, so that the same function may listen twice.
      const own = (event: PortalEvent): void => {
        listener(event);
      };
      listeners.add(own);
      return () => {
        listeners.delete(own);
      };
    },
  };
};

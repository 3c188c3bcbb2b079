import type { WindowBridge, WindowEvents } from '#shared/ipc.ts';

/** The newest value of something that changes by itself, in the form that React subscribes to. */
export interface Live<Value> {
  get: () => Value;
  subscribe: (listener: () => void) => () => void;
}

/**
 * Follows an event from now on. `first` tells the value to begin with; an event that comes before it is newer and wins.
 * Rejects when `first` does.
 */
export const followEvent = async <Event extends keyof WindowEvents>(
  bridge: WindowBridge,
  event: Event,
  first: Promise<WindowEvents[Event]>,
): Promise<Live<WindowEvents[Event]>> => {
  const listeners = new Set<() => void>();
  let newest: { value: WindowEvents[Event] } | undefined;
  bridge.on(event, (value) => {
    newest = { value };
    for (const listener of listeners) listener();
  });
  const begun = { value: await first };
  return {
    get: () => (newest ?? begun).value,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

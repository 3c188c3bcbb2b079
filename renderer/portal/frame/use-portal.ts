import { createContext, useContext, useState, useSyncExternalStore } from 'react';
import type { PortalAnswer, PortalCall } from '#shared/portal-api.ts';
import type { Operator } from '#shared/portal-data.ts';
import type { LiveData, Snapshot } from '../api/live-data.ts';
import type { CallError, CallInput, Outcome, PortalClient } from '../api/portal-client.ts';
import type { Resource } from '../api/resources.ts';
import type { SettingsDraft } from '../settings/settings-draft.ts';

/** What every page works with while somebody is signed in. */
export interface Portal {
  client: PortalClient;
  data: LiveData;
  operator: Operator;
  /** Settings that were changed and not saved, by CM-ID: leaving a page does not lose them. */
  drafts: Map<string, SettingsDraft>;
}

export const PortalContext = createContext<Portal | undefined>(undefined);

export function usePortal(): Portal {
  const portal = useContext(PortalContext);
  if (portal === undefined) throw new Error('A page of the Portal stands outside of it.');
  return portal;
}

/** A resource as it is known now, kept up to date while the page shows it. */
export function useResource<T>(resource: Resource<T>): Snapshot<T> {
  const { data } = usePortal();
  const [held, hold] = useState({ resource, watch: watcherOf(data, resource) });
  // Pages make a resource anew at every rendering; only another key is another resource.
  if (held.resource.key !== resource.key) hold({ resource, watch: watcherOf(data, resource) });
  return useSyncExternalStore(held.watch, () => data.snapshot(held.resource));
}

/** Like `useResource`, but goes on showing what it showed until another resource has been read. */
export function useSteadyResource<T>(resource: Resource<T>): Snapshot<T> {
  const snapshot = useResource(resource);
  const [shown, show] = useState(snapshot);
  const ready = snapshot.value !== undefined || snapshot.error !== undefined;
  if (ready && snapshot !== shown) show(snapshot);
  return ready ? snapshot : shown;
}

const watcherOf =
  <T>(data: LiveData, resource: Resource<T>) =>
  (listener: () => void): (() => void) =>
    data.watch(resource, listener);

/** A call that a button makes: whether it is under way, and why it failed. */
export function useCall<C extends PortalCall>(
  call: C,
): {
  run: (input: CallInput<C>) => Promise<Outcome<PortalAnswer<C>>>;
  pending: boolean;
  error: CallError | undefined;
} {
  const { client, data } = usePortal();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<CallError>();
  const run = async (input: CallInput<C>): Promise<Outcome<PortalAnswer<C>>> => {
    setPending(true);
    const outcome = await client.call(call, input);
    setPending(false);
    setError(outcome.ok ? undefined : outcome.error);
    // What an own action changed is shown before any event tells of it.
    if (outcome.ok) data.refresh();
    return outcome;
  };
  return { run, pending, error };
}

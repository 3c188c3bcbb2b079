import type { SettingsView } from '#shared/ipc.ts';
import type { ProbeStep } from '#shared/probe.ts';
import type { AgentStatus } from '#shared/status.ts';

type Listeners<T> = Set<(value: T) => void>;

const subscribe =
  <T>(listeners: Listeners<T>) =>
  (listener: (value: T) => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };

/** Tells the faces what changed. Status and messages are told at most once a turn of the event loop, however often they change in it. */
export interface Announcer {
  status(): void;
  messages(): void;
  settings(view: SettingsView): void;
  probeStep(step: ProbeStep): void;
  /** Where the status comes from. */
  statusFrom(source: () => AgentStatus): void;
  onStatus(listener: (status: AgentStatus) => void): () => void;
  onMessages(listener: () => void): () => void;
  onSettings(listener: (view: SettingsView) => void): () => void;
  onProbeStep(listener: (step: ProbeStep) => void): () => void;
  /** Nothing is told afterwards. */
  stop(): void;
}

export const createAnnouncer = (): Announcer => {
  const statusListeners: Listeners<AgentStatus> = new Set();
  const messageListeners: Listeners<void> = new Set();
  const settingsListeners: Listeners<SettingsView> = new Set();
  const probeListeners: Listeners<ProbeStep> = new Set();
  let source: (() => AgentStatus) | undefined;
  let stopped = false;

  const oncePerTurn = (tell: () => void): (() => void) => {
    let due = false;
    return () => {
      if (due || stopped) return;
      due = true;
      setImmediate(() => {
        due = false;
        if (!stopped) tell();
      });
    };
  };

  return {
    status: oncePerTurn(() => {
      if (source === undefined || statusListeners.size === 0) return;
      const status = source();
      for (const listener of statusListeners) listener(status);
    }),
    messages: oncePerTurn(() => {
      for (const listener of messageListeners) listener();
    }),
    settings: (view) => {
      if (!stopped) for (const listener of settingsListeners) listener(view);
    },
    probeStep: (step) => {
      if (!stopped) for (const listener of probeListeners) listener(step);
    },
    statusFrom: (from) => {
      source = from;
    },
    onStatus: subscribe(statusListeners),
    onMessages: subscribe(messageListeners),
    onSettings: subscribe(settingsListeners),
    onProbeStep: subscribe(probeListeners),
    stop: () => {
      stopped = true;
    },
  };
};

import type { AgentApi, SettingsView } from '#shared/ipc.ts';
import type { AgentStatus } from '#shared/status.ts';

/** The agent as its host and its doors (window, command line) see it. */
export interface Agent {
  /** Resolves when the outbox is ready; contact with the server is made afterwards. Throws one sentence when it cannot run here. */
  start(): Promise<void>;
  /** Tells the server that it goes, finishes what is being written, and lets go of everything. Nothing calls back afterwards. */
  stop(): Promise<void>;
  status(): AgentStatus;
  onStatus(listener: (status: AgentStatus) => void): () => void;
  /** The outbox or the command archive changed. */
  onMessages(listener: () => void): () => void;
  onSettings(listener: (view: SettingsView) => void): () => void;
  api: AgentApi;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createAgent } from '#agent/agent.ts';
import type { Agent } from '#agent/agent.ts';
import { systemClock } from '#agent/clock.ts';
import type { AgentHost } from '#agent/host.ts';
import { silentLog } from '#agent/silent-log.double.ts';
import type { AgentStatus } from '#shared/status.ts';
import { startChildProcess } from '../../electron/adapters/child-process.ts';
import { createKeyFileSealer } from '../../electron/adapters/key-file.ts';
import { openSecretStore } from '../../electron/adapters/secret-file.ts';
import { openSettingsStore, plainSettingsFile } from '../../electron/adapters/settings-file.ts';

/** What a test sees of the host. */
export interface SeenHost {
  shown: string[];
  restarts: number;
  /** The computer wakes up, goes to sleep, or its network changed. */
  power(event: 'suspend' | 'resume' | 'network'): void;
}

/** A whole agent in this process, on the service's own adapters and a folder of the test. */
export interface HostedAgent extends SeenHost {
  folder: string;
  agent: Agent;
  /** Resolves when the status is as wanted; it is asked at every change. */
  when(wanted: (status: AgentStatus) => boolean): Promise<AgentStatus>;
  /** Stops it and starts it anew on the same folder. */
  restart(): Promise<HostedAgent>;
  /** Stops it; the folder goes too. */
  close(): Promise<void>;
}

export const hostAgent = async (
  change: Partial<AgentHost> = {},
  folder = mkdtempSync(path.join(tmpdir(), 'agent-')),
): Promise<HostedAgent> => {
  const seen = { shown: [] as string[], restarts: 0 };
  let tellPower = (_event: 'suspend' | 'resume' | 'network'): void => {};
  const agent = createAgent({
    dataFolder: folder,
    version: '0.0.0',
    computerName: 'JURAJ-HP',
    clock: systemClock,
    random: Math.random,
    log: silentLog,
    settings: openSettingsStore({ dataFolder: folder, now: systemClock.now, access: plainSettingsFile }),
    secrets: openSecretStore({ dataFolder: folder, sealers: [createKeyFileSealer(folder)], log: silentLog }),
    systemProxy: () => Promise.resolve(undefined),
    showMessage: (_title, text) => {
      seen.shown.push(text);
      return Promise.resolve(true);
    },
    startHelper: startChildProcess,
    restart: () => {
      seen.restarts += 1;
    },
    onPower: (listener) => {
      tellPower = listener;
      return () => {};
    },
    ...change,
  });
  await agent.start();
  return {
    folder,
    agent,
    get shown() {
      return seen.shown;
    },
    get restarts() {
      return seen.restarts;
    },
    power: (event) => tellPower(event),
    when: (wanted) =>
      new Promise((resolve) => {
        const look = (status: AgentStatus): void => {
          if (!wanted(status)) return;
          end();
          resolve(status);
        };
        const end = agent.onStatus(look);
        look(agent.status());
      }),
    restart: async () => {
      await agent.stop();
      return hostAgent(change, folder);
    },
    close: async () => {
      await agent.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

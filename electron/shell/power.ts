import { powerMonitor } from 'electron';
import type { AgentHost, Log } from '#agent/host.ts';
import { watchNetwork } from '../adapters/network-changes.ts';

/** Calls back before the computer sleeps, after it woke up, and when its network changed. Needs Electron to be ready. */
export const createPower =
  (log: Log): AgentHost['onPower'] =>
  (listener) => {
    const suspend = (): void => listener('suspend');
    const resume = (): void => listener('resume');
    const network = (): void => listener('network');
    powerMonitor.on('suspend', suspend);
    powerMonitor.on('resume', resume);
    // Who comes back to the computer often brings it to another network, which Windows and macOS do not tell.
    powerMonitor.on('unlock-screen', network);
    const stopWatching = watchNetwork(network, log);
    return () => {
      powerMonitor.off('suspend', suspend);
      powerMonitor.off('resume', resume);
      powerMonitor.off('unlock-screen', network);
      stopWatching();
    };
  };

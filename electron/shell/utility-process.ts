import { fileURLToPath } from 'node:url';
import { utilityProcess } from 'electron';
import type { HelperProcess } from '#agent/host.ts';

/** More than this is a helper gone mad: it is ended, the agent stays. */
const heapMb = 256;

/**
 * Starts a helper as a utility process: Electron's program itself does not have to be able to run as plain Node for it.
 * Needs Electron to be ready.
 */
export const startUtilityProcess = (file: URL): HelperProcess => {
  const child = utilityProcess.fork(fileURLToPath(file), [], {
    serviceName: 'C-Monitor helper',
    // V8 has begun with its own limits when Node would read them.
    execArgv: [`--js-flags=--max-old-space-size=${heapMb}`],
    stdio: 'ignore',
  });
  const end = (): void => {
    if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
  };
  return {
    post: (message) => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process has no origin
      child.postMessage(message);
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onExit: (listener) => {
      child.on('exit', (code) => {
        listener(`ended with code ${code}`);
      });
    },
    kill: () => {
      // It has no process id before it was started, and none after its end.
      if (child.pid === undefined) child.once('spawn', end);
      else end();
    },
  };
};

import { fork } from 'node:child_process';
import type { HelperProcess } from '#agent/host.ts';

/** More than this is a helper gone mad: it is ended, the agent stays. */
const heapMb = 256;

/** Starts a helper as a child of this Node process. */
export const startChildProcess = (file: URL): HelperProcess => {
  const child = fork(file, {
    execArgv: [`--max-old-space-size=${heapMb}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return {
    post: (message) => {
      // That it could not be said is known from its end.
      child.send(message as object, () => {});
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onExit: (listener) => {
      child.on('exit', (code, signal) => {
        listener(signal === null ? `ended with code ${code}` : `was ended by ${signal}`);
      });
      child.on('error', (error) => {
        if (child.pid === undefined) listener(`could not be started: ${error.message}`);
      });
    },
    kill: () => {
      child.kill('SIGKILL');
    },
  };
};

// A program of ours that runs beside this one until it is stopped.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export interface ProgramOptions {
  env?: NodeJS.ProcessEnv;
  /** Starts it anew when it ends with this exit code. */
  restartOn?: number;
  /** It ended by itself with this code. */
  onEnd: (code: number) => void;
  /** What it tells by a message (see `process.send`). */
  onMessage?: (message: unknown) => void;
  /** Whether its standard output is shown. Errors always are. */
  quiet?: boolean;
}

export interface Program {
  /** Asks it to end and waits; ends it by force after ten seconds. */
  stop(): Promise<void>;
}

const patienceMs = 10_000;

/** Starts a program and keeps an eye on it. */
export const startProgram = (program: string, args: string[], options: ProgramOptions): Program => {
  let stopping = false;
  let child: ChildProcess;

  const start = (): void => {
    child = spawn(program, args, {
      // A group of its own, so that Ctrl-C reaches only this process, which stops the others in their order.
      detached: process.platform !== 'win32',
      stdio: [
        'ignore',
        options.quiet === true ? 'ignore' : 'inherit',
        'inherit',
        ...(options.onMessage ? ['ipc' as const] : []),
      ],
      env: { ...process.env, ...options.env },
    });
    if (options.onMessage) child.on('message', options.onMessage);
    child.once('error', (error) => {
      process.stderr.write(`${program} could not be started: ${error.message}\n`);
      options.onEnd(1);
    });
    child.once('exit', (code) => {
      if (stopping) return;
      if (code !== null && code === options.restartOn) start();
      else options.onEnd(code ?? 1);
    });
  };

  start();
  return {
    stop: async () => {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      await ended;
      clearTimeout(force);
    },
  };
};

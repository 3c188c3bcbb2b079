import { app } from 'electron';
import type { Clock } from '#agent/clock.ts';
import type { Log } from '#agent/host.ts';

export interface QuitOptions {
  /** Resolves when nothing more has to be written. */
  stop: () => Promise<void>;
  clock: Pick<Clock, 'after'>;
  log: Log;
}

const longestWaitMs = 10_000;

/** Makes every way of quitting (menu, signal, end of the session) wait until all has been stopped, but not for ever. */
export const joinQuit = ({ stop, clock, log }: QuitOptions): void => {
  let isStopping = false;

  const leave = (exitCode: number): void => {
    app.exit(exitCode);
  };

  app.on('will-quit', (event) => {
    event.preventDefault();
    if (isStopping) return;
    isStopping = true;
    clock.after(longestWaitMs, () => {
      log.error('C-Monitor did not stop in time and is ended as it is.', { seconds: longestWaitMs / 1000 });
      leave(1);
    });
    stop().then(
      () => {
        log.info('C-Monitor has stopped.');
        leave(Number(process.exitCode ?? 0));
      },
      (error: unknown) => {
        log.error('C-Monitor could not stop cleanly.', { error });
        leave(1);
      },
    );
  });
};

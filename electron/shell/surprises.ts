import { app } from 'electron';
import type { Log } from '#agent/host.ts';

// Who fails sooner than that fails at every start, and is not started again and again.
const soundAfterS = 60;

/**
 * What nobody expected is written down. The program cannot go on after it with certainty, so it starts anew; all that matters is
 * on disk at every moment.
 */
export const restartAfterSurprises = (log: Log, restart: () => void): void => {
  process.on('uncaughtException', (error) => {
    log.error('C-Monitor met an error that nobody expected and ends.', { error });
    if (process.uptime() > soundAfterS) restart();
    else app.exit(1);
  });
  process.on('unhandledRejection', (reason) => {
    log.error('C-Monitor met a failure that nobody waited for.', { reason });
  });
};

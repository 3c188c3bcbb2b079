/** A program that watches over this one starts it again when it ends with this code. */
export const restartExitCode = 75;

/** Whether `npm start` watches over this program, and shows what it says. */
export const isWatchedByStart = (environment: NodeJS.ProcessEnv = process.env): boolean =>
  environment['CMONITOR_SUPERVISED'] !== undefined;

/**
 * Whether systemd started this very process as a service. The number of the process decides: other variables of systemd are inherited
 * by every terminal of a desktop session, where nobody would start the program again.
 */
export const isSystemdService = (environment: NodeJS.ProcessEnv = process.env, pid = process.pid): boolean =>
  environment['SYSTEMD_EXEC_PID'] === String(pid);

/** Whoever started this program (`npm start`) starts it again when it ends with `restartExitCode`, and shows what it says. */
export const isSupervised = process.env['CMONITOR_SUPERVISED'] !== undefined;

export const restartExitCode = 75;

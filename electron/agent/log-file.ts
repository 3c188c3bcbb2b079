import path from 'node:path';

/** The newest log file of a data folder. The host writes it, and the text for the support desk ends with its last lines. */
export const logFile = (dataFolder: string): string => path.join(dataFolder, 'logs', 'c-monitor.log');

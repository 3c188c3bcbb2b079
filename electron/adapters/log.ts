import { pino } from 'pino';
import type { Log } from '#agent/host.ts';
import { logFile } from '#agent/log-file.ts';
import { redact, redactText } from './redact.ts';
import { openRotatingFile } from './rotating-file.ts';

const megabyte = 1_048_576;

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface LogOptions {
  /** The agent's data folder; the log is in its folder `logs`. */
  dataFolder: string;
  /** Lines below this level are not kept. */
  level: LogLevel;
  /** Is given warnings and errors as well, for the terminal that the program was started from. */
  print?: (line: string) => void;
}

/** A log that is open; after `close` lines are dropped. */
export interface OpenLog extends Log {
  close(): void;
}

/** Opens the log: one line of JSON a call in a file that rotates (five of 2 MB), without secrets. */
export const openLog = ({ dataFolder, level, print }: LogOptions): OpenLog => {
  const file = openRotatingFile({ file: logFile(dataFolder), maxBytes: 2 * megabyte, keep: 4 });
  let isOpen = true;
  const logger = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    file,
  );
  const line =
    (lineLevel: LogLevel) =>
    (message: string, details: object = {}): void => {
      if (!isOpen) return;
      logger[lineLevel](redact(details), redactText(message));
      if (lineLevel === 'warn' || lineLevel === 'error') print?.(`${lineLevel}: ${redactText(message)}\n`);
    };
  return {
    debug: line('debug'),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    close: () => {
      isOpen = false;
      file.close();
    },
  };
};

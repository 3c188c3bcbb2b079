import { destination, pino, stdSerializers } from 'pino';
import type { Logger } from 'pino';
import type { Config } from './config.ts';

/** The server's log: one JSON line each on the standard error output, so that what is printed for people stays apart. */
export const createLog = (level: Config['logLevel']): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      serializers: { error: stdSerializers.err },
    },
    destination({ fd: 2, sync: true }),
  );

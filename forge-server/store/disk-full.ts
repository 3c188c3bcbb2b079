import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from '../start-error.ts';

/** With less than this on its disk a database cannot be worked with. */
const littleBytes = 256 * 1024;
const systemCodes = new Set(['ENOSPC', 'EDQUOT']);
const sqliteFull = 13;
/** Read or write failed, and cannot open: on a full disk SQLite says these too. */
const sqliteMayBeFull = new Set([10, 14]);

/** Bytes that this user may still write beside a file. */
const freeBeside = (file: string): number => {
  try {
    const { bavail, bsize } = statfsSync(dirname(file));
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
};

/** True when an error with this file, or what caused the error, means that the disk is full. */
export const isDiskFull = (file: string, error: unknown, free = freeBeside): boolean => {
  if (!(error instanceof Error)) return false;
  if (systemCodes.has(codeOf(error) ?? '')) return true;
  const code = (error as { errcode?: number }).errcode;
  const primary = code === undefined ? undefined : code & 0xff;
  if (primary === sqliteFull) return true;
  if (primary !== undefined && sqliteMayBeFull.has(primary) && free(file) < littleBytes) return true;
  return isDiskFull(file, error.cause, free);
};

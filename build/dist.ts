// The built programs, for whoever starts them.
import { join } from 'node:path';
import { projectRoot } from './electron-dist.mjs';

/** A built file, such as `dist('server', 'main.js')`. */
export const dist = (...parts: string[]): string => join(projectRoot, 'dist', ...parts);

/** Without it Node warns of `node:sqlite` in the middle of what a program says. */
export const quietNode = '--disable-warning=ExperimentalWarning';

import path from 'node:path';
import { app } from 'electron';
import type { StartArguments } from './arguments.ts';

/**
 * Makes this the only C-Monitor on its data folder. Gives false when another one is; that one has been asked to show itself.
 * Chromium keeps its own files in the data folder too, so that two folders are two programs. Before Electron is ready.
 */
export const claimInstance = (dataFolder: string, { open, hidden }: StartArguments): boolean => {
  app.setPath('userData', path.join(dataFolder, 'chromium'));
  return app.requestSingleInstanceLock({ hidden, ...(open === undefined ? {} : { open }) });
};

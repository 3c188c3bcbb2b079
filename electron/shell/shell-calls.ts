import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { clipboard, dialog, shell } from 'electron';
import type { z } from 'zod';
import type { shellCalls } from '#shared/ipc.ts';
import type { CallHandlers } from './calls.ts';
import type { ShellTexts } from './texts.ts';
import type { OpenWindow } from './windows.ts';

export type About = z.infer<(typeof shellCalls)['about']['output']>;

// The schema of an imported text allows no more.
const longestText = 1_000_000;

/** The calls that the shell answers itself; all others are the agent's. */
export const createShellCalls = (
  about: About,
  texts: ShellTexts,
): Pick<CallHandlers<OpenWindow>, keyof typeof shellCalls> => ({
  // A page that closes itself has asked about its changes already.
  closeWindow: (_input, from) => {
    from.close();
    return undefined;
  },
  setDirty: (isDirty, from) => {
    from.isDirty = isDirty;
    return undefined;
  },
  about: () => about,
  openDataFolder: async () => {
    const refusal = await shell.openPath(about.dataFolder);
    if (refusal !== '') throw new Error(refusal);
    return undefined;
  },
  copyText: async (text) => {
    await clipboard.writeText(text);
    return undefined;
  },
  saveText: async ({ name, text }, { window }) => {
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      title: texts.saveTitle,
      defaultPath: path.basename(name),
    });
    if (canceled) return false;
    await writeFile(filePath, text);
    return true;
  },
  loadText: async (_input, { window }) => {
    const { filePaths } = await dialog.showOpenDialog(window, {
      title: texts.loadTitle,
      properties: ['openFile'],
      filters: [{ name: 'JSON', extensions: ['json'] }],
    });
    const [file] = filePaths;
    if (file === undefined) return null;
    if ((await stat(file)).size > longestText) throw new Error(texts.fileTooLarge(path.basename(file)));
    return readFile(file, 'utf8');
  },
});

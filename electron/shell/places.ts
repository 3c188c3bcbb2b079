import path from 'node:path';

// The bundle in dist/main/ and this file in electron/shell/ are equally deep.
const root = path.join(import.meta.dirname, '..', '..');

/** Where the program's own files are. */
export const places = {
  icons: path.join(root, 'build', 'icons'),
  pages: path.join(root, 'dist', 'renderer'),
  preload: path.join(root, 'dist', 'preload'),
} as const;

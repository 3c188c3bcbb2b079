// How each kind of bundle is made. `npm run build` makes those whose sources changed (build/build.ts).
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import type { EnvironmentOptions, UserConfig } from 'vite';
import { bundles } from './build/bundles.ts';
import type { Bundle } from './build/bundles.ts';

const at = (...parts: string[]): string => join(import.meta.dirname, ...parts);
const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as { version: string };
const givenByNode = [/^node:/, ...builtinModules];
const givenByElectron = ['electron', /^electron\//];
// D-Bus asks for these only for ways to connect that are not used here.
const neverReached = ['x11', 'usocket'];

/** The oldest Chromium that a window runs in: that of the development repack of Electron. */
const electronChromium = 'chrome148';

function environment(bundle: Bundle): EnvironmentOptions {
  switch (bundle.kind) {
    case 'electron':
      return program(bundle, [...givenByNode, ...neverReached, ...givenByElectron]);
    case 'node':
      return program(bundle, [...givenByNode, ...neverReached]);
    case 'preload':
      return preload(bundle);
    case 'window':
      return pages(bundle, electronChromium);
    case 'web':
      return pages(bundle, 'baseline-widely-available');
  }
}

/** A program for Node with every library in it. */
function program({ folder, entries, kind }: Bundle, external: (string | RegExp)[]): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { noExternal: true, conditions: ['node', 'import', 'default'], mainFields: ['module', 'main'] },
    build: {
      ...output(folder),
      // The tray program is on every computer all day, so its text is kept short; the map beside it makes its errors readable.
      minify: kind === 'electron',
      sourcemap: kind === 'electron' ? 'hidden' : false,
      target: 'node24',
      rolldownOptions: {
        input: entries.map((entry) => at(entry)),
        external,
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunk-[hash].js',
          // A running program keeps its text in memory, at two bytes a character as soon as one character is not Latin.
          charset: 'ascii',
          comments: { legal: true, annotation: false, jsdoc: false },
        },
      },
    },
  };
}

/** The sandbox loads a preload script as one CommonJS file. */
function preload({ folder, entries }: Bundle): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { noExternal: true },
    build: {
      ...output(folder),
      minify: false,
      target: electronChromium,
      rolldownOptions: {
        input: entries.map((entry) => at(entry)),
        external: givenByElectron,
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  };
}

function pages({ folder, entries }: Bundle, target: string): EnvironmentOptions {
  return {
    consumer: 'client',
    build: {
      ...output(folder),
      target,
      // The content policy allows neither data: images nor inline scripts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // Vite's limit is meant for pages that travel far; these come from this computer or the company's server.
      chunkSizeWarningLimit: 1500,
      rolldownOptions: { input: entries.map((entry) => at(entry)) },
    },
  };
}

function output(folder: string): {
  outDir: string;
  emptyOutDir: boolean;
  copyPublicDir: boolean;
  sourcemap: boolean;
} {
  // Files of earlier builds are removed afterwards, one by one, so that a program that runs meanwhile finds its own.
  return { outDir: at('dist', folder), emptyOutDir: false, copyPublicDir: false, sourcemap: false };
}

function configFor(wanted: Bundle[], root: string, base: string): UserConfig {
  return {
    root: at(root),
    base,
    define: { __VERSION__: JSON.stringify(version) },
    plugins: [react()],
    environments: Object.fromEntries(wanted.map((bundle) => [bundle.name, environment(bundle)])),
    builder: { sharedConfigBuild: true, sharedPlugins: true },
  };
}

// The Portal has its own root, because a server shows it at / and its addresses within are absolute.
const ofServer = bundles.filter((bundle) => bundle.kind === 'web');
const ofProgram = bundles.filter((bundle) => bundle.kind !== 'web');

export default defineConfig(({ mode }) =>
  mode === 'web' ? configFor(ofServer, 'renderer/portal', '/') : configFor(ofProgram, 'renderer', './'),
);

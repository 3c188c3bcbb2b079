import { parseArgs } from 'node:util';
import { pageTree } from '#shared/settings/pages.ts';
import type { PageNode } from '#shared/settings/pages.ts';

/** How C-Monitor was asked to start. */
export interface StartArguments {
  /** The agent's data folder, where it is not the usual one. */
  data: string | undefined;
  /** The page of the configuration window that is shown at once. */
  open: string | undefined;
  /** Started by the system at login: nothing opens by itself. */
  hidden: boolean;
}

const names = (nodes: PageNode[]): string[] =>
  nodes.flatMap(({ page, built, children = [] }) => [...(built ? [page] : []), ...names(children)]);

/** The page of that name; the first one where there is no such page. */
export const knownPage = (name: string): string => (names(pageTree).includes(name) ? name : 'general');

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Reads `--data <folder>`, `--open <page>` and `--hidden`; the other switches are Chromium's own. */
export const readArguments = (argv: readonly string[]): StartArguments => {
  const { values } = parseArgs({
    args: argv.slice(1),
    options: { data: { type: 'string' }, open: { type: 'string' }, hidden: { type: 'boolean' } },
    strict: false,
  });
  return {
    data: textOf(values['data']),
    open: values['open'] === undefined ? undefined : knownPage(textOf(values['open']) ?? ''),
    hidden: values['hidden'] === true,
  };
};

/** The arguments for starting anew by itself: the same, but nothing opens. */
export const restartArguments = (argv: readonly string[]): string[] => {
  const kept = argv.slice(1).filter((argument, index, all) => {
    const opens = argument === '--open' || argument.startsWith('--open=');
    return !opens && argument !== '--hidden' && all[index - 1] !== '--open';
  });
  return [...kept, '--hidden'];
};

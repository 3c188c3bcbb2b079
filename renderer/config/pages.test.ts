import { expect, test } from 'vitest';
import { pageTree } from '#shared/settings/pages.ts';
import type { PageNode } from '#shared/settings/pages.ts';
import { config } from '../texts/en/config.ts';
import { navigationNodes, pageNamed, pages } from './pages.ts';

const flat = (nodes: PageNode[]): PageNode[] => nodes.flatMap((node) => [node, ...flat(node.children ?? [])]);

test('every page of the navigation tree has a name, and every built one a page', () => {
  const named = Object.keys(config.pages);
  expect(flat(pageTree).filter((node) => !named.includes(node.page))).toEqual([]);
  expect(
    flat(pageTree)
      .flatMap((node) => (node.built ? [node.page] : []))
      .toSorted(),
  ).toEqual(Object.keys(pages).toSorted());
});

test('pages that are not built say why they cannot be chosen', () => {
  const nodes = navigationNodes((page) => page, 'Not yet.');
  expect(nodes.find((node) => node.id === 'general')?.reason).toBeUndefined();
  const outgoing = nodes.find((node) => node.id === 'outgoing');
  expect(outgoing?.reason).toBeUndefined();
  expect(outgoing?.children?.map((node) => node.reason)).toEqual(['Not yet.', 'Not yet.', 'Not yet.']);
});

test('an unknown page leads to the first one', () => {
  expect(pageNamed('http')).toBe('http');
  expect(pageNamed('constructor')).toBe('general');
  expect(pageNamed('')).toBe('general');
});

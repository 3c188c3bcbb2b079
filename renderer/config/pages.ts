import type { ComponentType } from 'react';
import { pageTree } from '#shared/settings/pages.ts';
import type { PageNode } from '#shared/settings/pages.ts';
import type { TreeNode } from '../ui/tree-keys.ts';
import { GeneralPage } from './pages/general.tsx';
import { HttpPage } from './pages/http.tsx';
import { MessagesPage } from './pages/messages.tsx';
import { OutgoingPage } from './pages/outgoing.tsx';

/** The pages that are built, by their names in the navigation tree. */
export const pages = {
  general: GeneralPage,
  outgoing: OutgoingPage,
  http: HttpPage,
  messages: MessagesPage,
} as const satisfies Record<string, ComponentType>;
export type PageName = keyof typeof pages;

const isPage = (name: string): name is PageName => Object.hasOwn(pages, name);

/** The page to show for a name that comes from elsewhere; the first page when there is none of that name. */
export const pageNamed = (name: string): PageName => (isPage(name) ? name : 'general');

/** The navigation tree in the form that the kit's tree shows; `reason` stands against pages that are not built. */
export const navigationNodes = (
  labelOf: (page: string) => string,
  reason: string,
  nodes: PageNode[] = pageTree,
): TreeNode[] =>
  nodes.map((node) => ({
    id: node.page,
    label: labelOf(node.page),
    reason: node.built && isPage(node.page) ? undefined : reason,
    children: navigationNodes(labelOf, reason, node.children ?? []),
  }));

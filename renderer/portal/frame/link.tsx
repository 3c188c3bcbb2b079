import type { ComponentPropsWithRef } from 'react';
import { routePath } from '../routes.ts';
import type { Route } from '../routes.ts';
import { go } from './address.ts';

interface LinkProps extends Omit<ComponentPropsWithRef<'a'>, 'href' | 'onClick'> {
  to: Route;
  /** What follows the path, with its `?`. */
  query?: string;
}

/** A link to a place of the Portal. With a modifier key the browser opens it as it opens any other. */
export function Link({ to, query = '', children, ...rest }: LinkProps) {
  const href = routePath(to) + query;
  return (
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        go(href);
      }}
    >
      {children}
    </a>
  );
}

import { CSPProvider } from '@base-ui/react/csp-provider';
import { Toast } from '@base-ui/react/toast';
import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactNode } from 'react';
import { Toasts } from './toast.tsx';
import './tokens.css';

/** What every page stands in: the look, tooltips and short messages, all under a strict content policy. */
export function UiRoot({ children }: { children: ReactNode }) {
  return (
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={500}>
        <Toast.Provider>
          {children}
          <Toasts />
        </Toast.Provider>
      </Tooltip.Provider>
    </CSPProvider>
  );
}

/** Shows the pages in the given theme; `system` follows the desktop. */
export const showTheme = (theme: 'system' | 'light' | 'dark'): void => {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
};

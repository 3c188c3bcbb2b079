import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dot } from '../../ui/badge.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { routePath } from '../routes.ts';
import type { Route } from '../routes.ts';
import { AccountMenu } from '../session/account-menu.tsx';
import { Link } from './link.tsx';
import { Mark } from './mark.tsx';
import styles from './shell.module.css';

/** Whether changes are announced by the server at the moment. */
export type Connection = 'live' | 'broken';

interface ShellProps {
  route: Route;
  connection: Connection;
  onSignedOut: () => void;
  children: ReactNode;
}

/** What stands around every page: the name, the menu of the Admin zone, the account. */
export function Shell({ route, connection, onSignedOut, children }: ShellProps) {
  const { t } = useTranslation('portal');
  useFocusOnPage(routePath(route));
  return (
    <div className={styles.shell}>
      <header className={styles.header}>
        <Link to={{ page: 'computers' }} className={styles.brand}>
          <Mark />
          {t('name')}
        </Link>
        <output className={styles.connection}>
          <Tooltip text={t(`connection.${connection}Hint`)} side="bottom">
            <span className={styles.connectionText}>
              <Dot tone={connection === 'live' ? 'ok' : 'warn'} />
              {t(`connection.${connection}`)}
            </span>
          </Tooltip>
        </output>
        <AccountMenu onSignedOut={onSignedOut} />
      </header>
      <nav className={styles.nav} aria-label={t('nav.label')}>
        <NavGroup title={t('nav.label')}>
          <NavLink to={{ page: 'customers' }} current={route.page === 'customers'}>
            {t('nav.customers')}
          </NavLink>
          <NavLink
            to={{ page: 'computers' }}
            current={route.page === 'computers' || route.page === 'computer'}
          >
            {t('nav.computers')}
          </NavLink>
        </NavGroup>
        <NavGroup title={t('nav.client')}>
          <NavLink to={{ page: 'tokens' }} current={route.page === 'tokens'}>
            {t('nav.tokens')}
          </NavLink>
        </NavGroup>
      </nav>
      <div className={styles.content}>{children}</div>
    </div>
  );
}

function NavGroup({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={styles.group}>
      <p className={styles.groupTitle}>{title}</p>
      {children}
    </div>
  );
}

function NavLink({ to, current, children }: { to: Route; current: boolean; children: ReactNode }) {
  return (
    <Link to={to} className={styles.link} aria-current={current ? 'page' : undefined}>
      {children}
    </Link>
  );
}

/** After a step to another page, the keyboard and the screen reader go on in it. */
function useFocusOnPage(address: string): void {
  const shown = useRef(address);
  useEffect(() => {
    if (shown.current === address) return;
    shown.current = address;
    const page = document.getElementById('content');
    if (page?.contains(document.activeElement) === false) page.focus();
  }, [address]);
}

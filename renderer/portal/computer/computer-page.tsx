import { useTranslation } from 'react-i18next';
import type { ComputerDetail } from '#shared/portal-data.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { computerResource } from '../api/resources.ts';
import { go } from '../frame/address.ts';
import { Link } from '../frame/link.tsx';
import { Page } from '../frame/page.tsx';
import { useResource } from '../frame/use-portal.ts';
import { MessagesTab } from '../messages/messages-tab.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Presence } from '../parts/presence.tsx';
import { RequestsTab } from '../requests/requests-tab.tsx';
import { SendCommandMenu } from '../requests/send-command-menu.tsx';
import { computerTabs, routePath } from '../routes.ts';
import type { ComputerTab, Route } from '../routes.ts';
import { SettingsTab } from '../settings/settings-tab.tsx';
import styles from './computer-page.module.css';
import { InventoryTab } from './inventory-tab.tsx';
import { OverviewTab } from './overview-tab.tsx';

type ComputerRoute = Extract<Route, { page: 'computer' }>;

/** One computer, in tabs. */
export function ComputerPage({ route }: { route: ComputerRoute }) {
  const { t } = useTranslation('portal');
  const detail = useResource(computerResource(route.cmId));
  const computer = detail.value?.computer;

  if (
    detail.value === undefined &&
    (detail.error?.code === 'notFound' || detail.error?.code === 'badRequest')
  ) {
    return (
      <Page title={t('computer.notFound.title')}>
        <EmptyState
          title={t('computer.notFound.text', { cmId: route.cmId })}
          action={<Link to={{ page: 'computers' }}>{t('computer.notFound.action')}</Link>}
        />
      </Page>
    );
  }
  return (
    <Page
      title={computer?.name || route.cmId}
      above={
        <Link to={{ page: 'computers' }} className={styles.back}>
          {t('computers.title')}
        </Link>
      }
      marks={
        computer === undefined ? null : (
          <>
            <Presence state={computer.presence} />
            <span className={styles.cmId}>{computer.cmId}</span>
          </>
        )
      }
      actions={computer === undefined ? undefined : <SendCommandMenu computer={computer} />}
    >
      <Loaded of={detail}>{(value) => <ComputerTabs route={route} detail={value} />}</Loaded>
    </Page>
  );
}

function ComputerTabs({ route, detail }: { route: ComputerRoute; detail: ComputerDetail }) {
  const { t } = useTranslation('portal');
  const content = (tab: ComputerTab) => {
    switch (tab) {
      case 'overview':
        return <OverviewTab detail={detail} />;
      case 'inventory':
        return <InventoryTab detail={detail} />;
      case 'messages':
        return <MessagesTab cmId={route.cmId} item={route.item} />;
      case 'requests':
        return <RequestsTab computer={detail.computer} item={route.item} />;
      case 'settings':
        return <SettingsTab detail={detail} />;
    }
  };
  return (
    <Tabs<ComputerTab>
      label={t('computer.tabs')}
      selected={route.tab}
      onSelect={(tab) => go(routePath({ page: 'computer', cmId: route.cmId, tab }))}
      tabs={computerTabs.map((tab) => ({ id: tab, label: t(`computer.tab.${tab}`), content: content(tab) }))}
    />
  );
}

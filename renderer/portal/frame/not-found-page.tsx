import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Link } from './link.tsx';
import { Page } from './page.tsx';

/** What stands at an address that leads nowhere. */
export function NotFoundPage() {
  const { t } = useTranslation('portal');
  return (
    <Page title={t('notFound.title')}>
      <EmptyState
        title={t('notFound.text')}
        action={<Link to={{ page: 'computers' }}>{t('notFound.action')}</Link>}
      />
    </Page>
  );
}

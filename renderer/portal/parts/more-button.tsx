import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import styles from './more-button.module.css';

/** Asks for older rows of a list. */
export function MoreButton({ onClick }: { onClick: () => void }) {
  const { t } = useTranslation('portal');
  return (
    <div className={styles.more}>
      <Button onClick={onClick}>{t('loadMore')}</Button>
    </div>
  );
}

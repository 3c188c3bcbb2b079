import { useTranslation } from 'react-i18next';
import type { ComputerDetail } from '#shared/portal-data.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Section } from '../../ui/section.tsx';
import { CallNotice } from '../frame/call-notice.tsx';
import { useNow } from '../frame/now.tsx';
import { useFormat } from '../frame/use-format.ts';
import { PlainTable } from '../parts/plain-table.tsx';
import { useSendCommand } from '../requests/use-send-command.ts';
import { emptyForm } from '../requests/sendable.ts';
import { inventorySections } from './inventory-sections.ts';
import type { InventorySection } from './inventory-sections.ts';
import styles from './inventory-tab.module.css';
import { SoftwareTable } from './software-table.tsx';

/** Hardware, operating system and software as the computer last read them. */
export function InventoryTab({
  detail: { computer, inventory, inventoryReceivedAt },
}: {
  detail: ComputerDetail;
}) {
  const { t } = useTranslation('portal');
  const format = useFormat();
  const now = useNow();
  const { send, pending, error } = useSendCommand(computer.cmId);
  const takeNow = (
    <Button icon="refresh" pending={pending} onClick={() => void send('sendDescript', emptyForm)}>
      {t('inventory.takeNow')}
    </Button>
  );
  const failed = error === undefined ? null : <CallNotice error={error} announced />;

  if (inventory === undefined) {
    return (
      <EmptyState title={t('inventory.none.title')} action={takeNow}>
        {t('inventory.none.text')}
        {failed}
      </EmptyState>
    );
  }
  const sections = inventorySections(inventory, { t, format });
  const taken = t('inventory.takenAt', {
    taken: format.moment(inventory.takenAt),
    age: format.ago(inventory.takenAt, now),
    received: inventoryReceivedAt === undefined ? t('inventory.unknown') : format.moment(inventoryReceivedAt),
  });
  return (
    <div className={styles.inventory}>
      <div className={styles.head}>
        <p>{taken}</p>
        {takeNow}
      </div>
      {failed}
      {inventory.unread.length === 0 ? null : (
        <Notice tone="warn" title={t('inventory.unread')}>
          <ul>
            {inventory.unread.map(({ source, reason }) => (
              <li key={source}>
                {t('inventory.unreadItem', { source: t(`inventory.source.${source}`), reason })}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <div className={styles.sections}>
        {sections.map((section) => (
          <div key={section.source} className={isWide(section) ? styles.wide : styles.box}>
            <Section title={t(`inventory.source.${section.source}`)}>
              <SectionContent section={section} />
            </Section>
          </div>
        ))}
        <div className={styles.wide}>
          <Section title={t('inventory.source.software')}>
            {inventory.software === undefined ? (
              <p className={styles.quiet}>{t('inventory.notReported')}</p>
            ) : (
              <SoftwareTable software={inventory.software} />
            )}
          </Section>
        </div>
      </div>
    </div>
  );
}

/** A table of many columns takes the whole width. */
const isWide = ({ table }: InventorySection): boolean => table !== undefined && table.labels.length > 3;

function SectionContent({ section: { source, facts, table, unread } }: { section: InventorySection }) {
  const { t } = useTranslation('portal');
  if (facts.length === 0 && table === undefined) {
    return (
      <p className={styles.quiet}>
        {unread === undefined ? t('inventory.notReported') : t('inventory.couldNotRead', { reason: unread })}
      </p>
    );
  }
  return (
    <>
      {facts.length === 0 ? null : <Facts facts={facts} />}
      {table === undefined ? null : (
        <PlainTable
          label={t(`inventory.source.${source}`)}
          labels={table.labels}
          rows={table.rows}
          empty={t('inventory.noneOfIt')}
        />
      )}
    </>
  );
}

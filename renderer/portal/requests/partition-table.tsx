import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { Column } from '../../ui/table.tsx';
import { useFormat } from '../frame/use-format.ts';
import { List } from '../parts/list.tsx';
import { UsageBar } from '../parts/usage-bar.tsx';
import type { Partition } from './result.ts';

const keyOf = ({ name, mount }: Partition): string => JSON.stringify([name, mount]);
const usedPart = ({ sizeBytes, freeBytes }: Partition): number =>
  sizeBytes > 0 ? ((sizeBytes - freeBytes) / sizeBytes) * 100 : 0;

/** Mounted file systems with their free space. */
export function PartitionTable({ partitions }: { partitions: Partition[] }) {
  const { t } = useTranslation('portal');
  const format = useFormat();
  const columns: Column<Partition>[] = [
    {
      id: 'mount',
      label: t('inventory.field.mount'),
      sortBy: ({ mount }) => mount,
      render: ({ mount }) => mount,
    },
    {
      id: 'used',
      label: t('inventory.field.used'),
      width: 120,
      sortBy: usedPart,
      render: (partition) => <UsageBar percent={usedPart(partition)} />,
      optional: true,
    },
    {
      id: 'free',
      label: t('inventory.field.free'),
      width: 88,
      align: 'end',
      sortBy: ({ freeBytes }) => freeBytes,
      render: ({ freeBytes }) => format.bytes(freeBytes),
    },
    {
      id: 'size',
      label: t('inventory.field.size'),
      width: 88,
      align: 'end',
      sortBy: ({ sizeBytes }) => sizeBytes,
      render: ({ sizeBytes }) => format.bytes(sizeBytes),
    },
    {
      id: 'fileSystem',
      label: t('inventory.field.fileSystem'),
      width: 104,
      sortBy: ({ fileSystem }) => fileSystem,
      render: ({ fileSystem }) => fileSystem,
      optional: true,
    },
    {
      id: 'name',
      label: t('inventory.field.name'),
      sortBy: ({ name }) => name,
      render: ({ name }) => name,
      optional: true,
    },
  ];
  return (
    <List
      label={t('requests.kind.listPartitions')}
      columns={columns}
      rows={partitions}
      keyOf={keyOf}
      sort={{ column: 'mount', descending: false }}
      empty={<EmptyState title={t('inventory.noneOfIt')} />}
    />
  );
}

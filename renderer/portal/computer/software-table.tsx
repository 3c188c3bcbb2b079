import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Inventory } from '#shared/protocol/inventory.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import type { Column } from '../../ui/table.tsx';
import { useFormat } from '../frame/use-format.ts';
import { List, ListTools } from '../parts/list.tsx';
import { matches } from '../parts/matches.ts';

type Software = NonNullable<Inventory['software']>[number];

const keyOf = ({ name, version, publisher }: Software): string => JSON.stringify([name, version, publisher]);

/** Installed software, searchable. */
export function SoftwareTable({ software }: { software: Software[] }) {
  const { t } = useTranslation('portal');
  const format = useFormat();
  const [search, setSearch] = useState('');
  const rows = software.filter(({ name, version, publisher }) => matches(search, [name, version, publisher]));
  const columns: Column<Software>[] = [
    { id: 'name', label: t('inventory.field.name'), sortBy: ({ name }) => name, render: ({ name }) => name },
    {
      id: 'version',
      label: t('inventory.field.version'),
      width: 200,
      sortBy: ({ version }) => version,
      render: ({ version }) => version,
    },
    {
      id: 'publisher',
      label: t('inventory.field.publisher'),
      sortBy: ({ publisher }) => publisher,
      render: ({ publisher }) => publisher,
      optional: true,
    },
  ];
  return (
    <>
      <ListTools>
        <SearchField label={t('inventory.searchSoftware')} value={search} onChange={setSearch} />
        <output>
          {t('inventory.softwareFound', {
            shown: format.number(rows.length),
            all: format.number(software.length),
          })}
        </output>
      </ListTools>
      <List
        label={t('inventory.source.software')}
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        sort={{ column: 'name', descending: false }}
        empty={<EmptyState title={t('inventory.noneOfIt')} />}
      />
    </>
  );
}

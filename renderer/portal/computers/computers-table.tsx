import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { presenceStates } from '#shared/portal-data.ts';
import type { Computer } from '#shared/portal-data.ts';
import { Badge } from '../../ui/badge.tsx';
import type { Column } from '../../ui/table.tsx';
import { go } from '../frame/address.ts';
import { Link } from '../frame/link.tsx';
import { Age } from '../parts/age.tsx';
import { List } from '../parts/list.tsx';
import { Presence } from '../parts/presence.tsx';
import { routePath } from '../routes.ts';
import type { Route } from '../routes.ts';

const placeOf = ({ cmId }: Computer): Route => ({ page: 'computer', cmId, tab: 'overview' });
const keyOf = ({ cmId }: Computer): string => cmId;

/** Computers as a table; Enter or a double click opens one. */
export function ComputersTable({ rows, empty }: { rows: Computer[]; empty: ReactNode }) {
  const { t } = useTranslation('portal');
  const columns: Column<Computer>[] = [
    {
      id: 'presence',
      label: t('computers.column.presence'),
      width: 90,
      sortBy: ({ presence }) => presenceStates.indexOf(presence),
      render: ({ presence }) => <Presence state={presence} />,
    },
    {
      id: 'name',
      label: t('computers.column.name'),
      sortBy: ({ name }) => name,
      render: (computer) => <Link to={placeOf(computer)}>{computer.name || t('computers.unnamed')}</Link>,
    },
    {
      id: 'cmId',
      label: t('computers.column.cmId'),
      width: 120,
      sortBy: ({ cmId }) => cmId,
      render: ({ cmId }) => cmId,
      optional: true,
    },
    {
      id: 'customer',
      label: t('computers.column.customer'),
      width: 84,
      sortBy: ({ customer }) => customer,
      render: ({ customer }) => customer,
      optional: true,
    },
    {
      id: 'lastContact',
      label: t('computers.column.lastContact'),
      width: 132,
      sortBy: ({ lastContact }) => (lastContact === undefined ? undefined : -lastContact),
      render: ({ lastContact }) =>
        lastContact === undefined ? t('computers.never') : <Age of={lastContact} />,
    },
    {
      id: 'waiting',
      label: t('computers.column.waiting'),
      width: 76,
      align: 'end',
      sortBy: ({ waitingCommands }) => -waitingCommands,
      render: ({ waitingCommands }) =>
        waitingCommands === 0 ? null : <Badge tone="accent">{waitingCommands}</Badge>,
      optional: true,
    },
    {
      id: 'os',
      label: t('computers.column.os'),
      sortBy: ({ osName }) => osName,
      render: ({ osName }) => osName,
      optional: true,
    },
    {
      id: 'path',
      label: t('computers.column.path'),
      width: 72,
      sortBy: ({ lastPath }) => lastPath,
      render: ({ lastPath }) => lastPath,
      optional: true,
    },
  ];
  return (
    <List
      label={t('computers.title')}
      columns={columns}
      rows={rows}
      keyOf={keyOf}
      empty={empty}
      sort={{ column: 'name', descending: false }}
      onOpen={(computer) => go(routePath(placeOf(computer)))}
    />
  );
}

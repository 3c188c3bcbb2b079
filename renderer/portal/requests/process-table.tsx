import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProcessList } from '#shared/protocol/commands.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import type { Column } from '../../ui/table.tsx';
import { useFormat } from '../frame/use-format.ts';
import { List, ListTools } from '../parts/list.tsx';
import { matches } from '../parts/matches.ts';

type Process = ProcessList['processes'][number];

const keyOf = ({ pid }: Process): string => String(pid);

/** Running processes, those with the highest load first. */
export function ProcessTable({ list, copy }: { list: ProcessList; copy: ReactNode }) {
  const { t } = useTranslation('portal');
  const format = useFormat();
  const [search, setSearch] = useState('');
  const rows = list.processes.filter(({ name, user, command, pid }) =>
    matches(search, [name, user, command, String(pid)]),
  );
  const columns = useColumns();
  return (
    <>
      <ListTools>
        <SearchField label={t('requests.detail.search')} value={search} onChange={setSearch} />
        <output>
          {t('requests.detail.processCount', {
            shown: format.number(rows.length),
            all: format.number(list.processes.length),
          })}
        </output>
        {copy}
      </ListTools>
      {list.omitted === undefined ? null : <p>{t('requests.detail.omitted', { count: list.omitted })}</p>}
      <List
        label={t('requests.kind.listProcesses')}
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        sort={{ column: 'cpu', descending: true }}
        empty={<EmptyState title={t('inventory.noneOfIt')} />}
      />
    </>
  );
}

function useColumns(): Column<Process>[] {
  const { t } = useTranslation('portal');
  const format = useFormat();
  return [
    { id: 'name', label: t('requests.process.name'), sortBy: ({ name }) => name, render: ({ name }) => name },
    {
      id: 'pid',
      label: t('requests.process.pid'),
      width: 80,
      align: 'end',
      sortBy: ({ pid }) => pid,
      render: ({ pid }) => pid,
    },
    {
      id: 'user',
      label: t('requests.process.user'),
      width: 112,
      sortBy: ({ user }) => user,
      render: ({ user }) => user,
      optional: true,
    },
    {
      id: 'cpu',
      label: t('requests.process.cpu'),
      width: 72,
      align: 'end',
      sortBy: ({ cpuPercent }) => cpuPercent,
      render: ({ cpuPercent }) => format.percent(cpuPercent),
    },
    {
      id: 'memory',
      label: t('requests.process.memory'),
      width: 88,
      align: 'end',
      sortBy: ({ memoryBytes }) => memoryBytes,
      render: ({ memoryBytes }) => format.bytes(memoryBytes),
    },
    {
      id: 'started',
      label: t('requests.process.started'),
      width: 164,
      sortBy: ({ startedAt }) => startedAt,
      render: ({ startedAt }) => startedAt,
      optional: true,
    },
    {
      id: 'command',
      label: t('requests.process.command'),
      render: ({ command }) => <span title={command}>{command}</span>,
      optional: true,
    },
  ];
}

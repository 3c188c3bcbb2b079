import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { presenceStates } from '#shared/portal-data.ts';
import type { Computer } from '#shared/portal-data.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { SelectControl } from '../../ui/select.tsx';
import { computersResource } from '../api/resources.ts';
import { go, useAddress } from '../frame/address.ts';
import { Page } from '../frame/page.tsx';
import { useResource } from '../frame/use-portal.ts';
import { FilterChips } from '../parts/filter-chips.tsx';
import { ListTools } from '../parts/list.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { routePath } from '../routes.ts';
import { MakeTokenDialog } from '../tokens/make-token-dialog.tsx';
import {
  countPresence,
  every,
  filterComputers,
  filterQuery,
  parseFilter,
  wholeList,
} from './computer-list.ts';
import type { ComputerFilter } from './computer-list.ts';
import { ComputersTable } from './computers-table.tsx';

/** All computers: what state each is in, and which need somebody. */
export function ComputersPage() {
  const { t } = useTranslation('portal');
  const computers = useResource(computersResource);
  const [adding, setAdding] = useState(false);
  return (
    <Page
      title={t('computers.title')}
      actions={
        <Button icon="plus" onClick={() => setAdding(true)}>
          {t('computers.add')}
        </Button>
      }
    >
      <Loaded of={computers}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState
              title={t('computers.none.title')}
              action={
                <Button variant="primary" onClick={() => setAdding(true)}>
                  {t('computers.none.action')}
                </Button>
              }
            >
              {t('computers.none.text')}
            </EmptyState>
          ) : (
            <ComputerList all={all} />
          )
        }
      </Loaded>
      {adding ? <MakeTokenDialog onClose={() => setAdding(false)} /> : null}
    </Page>
  );
}

function ComputerList({ all }: { all: Computer[] }) {
  const { t } = useTranslation('portal');
  const { query } = useAddress();
  const filter = parseFilter(query);
  const setFilter = (next: ComputerFilter): void =>
    go(routePath({ page: 'computers' }) + filterQuery(next), 'instead');
  const search = useRef<HTMLInputElement>(null);
  useSlashKey(() => search.current?.focus());

  const inAnyState = filterComputers(all, { ...filter, presence: every });
  const counts = countPresence(inAnyState);
  const states = presenceStates.filter((state) => counts[state] > 0 || state === filter.presence);
  const customers = [...new Set(all.map(({ customer }) => customer))].toSorted();
  return (
    <>
      <ListTools>
        <SearchField
          label={t('computers.search')}
          value={filter.search}
          onChange={(words) => setFilter({ ...filter, search: words })}
          ref={search}
        />
        {customers.length > 1 ? (
          <SelectControl
            aria-label={t('computers.customer')}
            value={filter.customer}
            options={[
              { value: every, label: t('computers.allCustomers') },
              ...customers.map((code) => ({ value: code, label: code })),
            ]}
            onChange={(customer) => setFilter({ ...filter, customer })}
          />
        ) : null}
        <FilterChips<ComputerFilter['presence']>
          label={t('computers.state')}
          chosen={filter.presence}
          chips={[
            { id: every, label: t('computers.allStates'), count: inAnyState.length },
            ...states.map((id) => ({ id, label: t(`computers.presence.${id}`), count: counts[id] })),
          ]}
          onChoose={(presence) => setFilter({ ...filter, presence })}
        />
      </ListTools>
      <ComputersTable
        rows={filterComputers(all, filter)}
        empty={
          <EmptyState
            title={t('computers.nothingFound.title')}
            action={
              <Button onClick={() => setFilter(wholeList)}>{t('computers.nothingFound.action')}</Button>
            }
          >
            {t('computers.nothingFound.text')}
          </EmptyState>
        }
      />
    </>
  );
}

/** The key `/` leads to the search, as on many pages, unless something is being typed. */
function useSlashKey(run: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const elsewhere =
        event.target instanceof Element && event.target.closest('input, textarea, [role$=dialog]');
      if (event.key !== '/' || elsewhere || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      run();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
}

import { useTranslation } from 'react-i18next';
import type { SentCommand } from '#shared/portal-data.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import type { Column } from '../../ui/table.tsx';
import { commandsResource } from '../api/resources.ts';
import { go } from '../frame/address.ts';
import { Link } from '../frame/link.tsx';
import { useSteadyResource } from '../frame/use-portal.ts';
import { Age } from '../parts/age.tsx';
import { CommandStateMark } from '../parts/command-state.tsx';
import { List, ListTools } from '../parts/list.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { MoreButton } from '../parts/more-button.tsx';
import { usePagedSearch } from '../parts/use-paged-search.ts';
import { routePath } from '../routes.ts';
import type { Route } from '../routes.ts';
import { useKindName } from './use-kind-name.ts';

const placeOf = ({ cmId, id }: SentCommand): Route => ({ page: 'computer', cmId, tab: 'requests', item: id });
const keyOf = ({ id }: SentCommand): string => id;

/** What was sent to a computer, newest first. */
export function RequestList({ cmId }: { cmId: string }) {
  const { t } = useTranslation('portal');
  const { words, search, pages, setWords, showMore } = usePagedSearch();
  const commands = useSteadyResource(commandsResource(cmId, search, pages));
  const columns = useColumns();
  return (
    <>
      <ListTools>
        <SearchField label={t('requests.search')} value={words} onChange={setWords} />
      </ListTools>
      <Loaded of={commands}>
        {({ rows, more }) => (
          <>
            <List
              label={t('computer.tab.requests')}
              columns={columns}
              rows={rows}
              keyOf={keyOf}
              onOpen={(command) => go(routePath(placeOf(command)))}
              empty={
                search === '' ? (
                  <EmptyState title={t('requests.none.title')}>{t('requests.none.text')}</EmptyState>
                ) : (
                  <EmptyState title={t('requests.nothingFound')} />
                )
              }
            />
            {more ? <MoreButton onClick={showMore} /> : null}
          </>
        )}
      </Loaded>
    </>
  );
}

function useColumns(): Column<SentCommand>[] {
  const { t } = useTranslation('portal');
  const kindName = useKindName();
  return [
    {
      id: 'kind',
      label: t('requests.column.kind'),
      render: (command) => <Link to={placeOf(command)}>{kindName(command.kind)}</Link>,
    },
    {
      id: 'state',
      label: t('requests.column.state'),
      width: 112,
      render: ({ state }) => <CommandStateMark state={state} />,
    },
    { id: 'path', label: t('requests.column.path'), width: 72, render: ({ path }) => path, optional: true },
    {
      id: 'operator',
      label: t('requests.column.operator'),
      width: 140,
      render: ({ operator }) => operator,
      optional: true,
    },
    {
      id: 'created',
      label: t('requests.column.created'),
      width: 132,
      render: ({ createdAt }) => <Age of={createdAt} />,
    },
    {
      id: 'changed',
      label: t('requests.column.changed'),
      width: 132,
      render: ({ history }) => {
        const last = history.at(-1);
        return last === undefined ? null : <Age of={last.at} />;
      },
      optional: true,
    },
  ];
}

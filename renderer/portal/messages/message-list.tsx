import { useTranslation } from 'react-i18next';
import { messageClasses } from '#shared/protocol/envelope.ts';
import type { ReceivedMessage } from '#shared/portal-data.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import type { Column } from '../../ui/table.tsx';
import { messagesResource } from '../api/resources.ts';
import { go } from '../frame/address.ts';
import { Link } from '../frame/link.tsx';
import { useFormat } from '../frame/use-format.ts';
import { useSteadyResource } from '../frame/use-portal.ts';
import { Age } from '../parts/age.tsx';
import { List, ListTools } from '../parts/list.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { MoreButton } from '../parts/more-button.tsx';
import { usePagedSearch } from '../parts/use-paged-search.ts';
import { routePath } from '../routes.ts';
import type { Route } from '../routes.ts';

const placeOf = ({ cmId, id }: ReceivedMessage): Route => ({
  page: 'computer',
  cmId,
  tab: 'messages',
  item: id,
});
const keyOf = ({ id }: ReceivedMessage): string => id;

/** What came from a computer, newest first. */
export function MessageList({ cmId }: { cmId: string }) {
  const { t } = useTranslation('portal');
  const { words, search, pages, setWords, showMore } = usePagedSearch();
  const messages = useSteadyResource(messagesResource(cmId, search, pages));
  const columns = useColumns();
  return (
    <>
      <ListTools>
        <SearchField label={t('messages.search')} value={words} onChange={setWords} />
      </ListTools>
      <Loaded of={messages}>
        {({ rows, more }) => (
          <>
            <List
              label={t('computer.tab.messages')}
              columns={columns}
              rows={rows}
              keyOf={keyOf}
              onOpen={(message) => go(routePath(placeOf(message)))}
              empty={
                search === '' ? (
                  <EmptyState title={t('messages.none.title')}>{t('messages.none.text')}</EmptyState>
                ) : (
                  <EmptyState title={t('messages.nothingFound')} />
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

/** The name of a message's class, or the class itself when this page does not know it. */
export function useClassName(): (name: string) => string {
  const { t } = useTranslation('portal');
  return (name) => {
    const known = messageClasses.find((each) => each === name);
    return known === undefined ? name : t(`messages.class.${known}`);
  };
}

function useColumns(): Column<ReceivedMessage>[] {
  const { t } = useTranslation('portal');
  const format = useFormat();
  const className = useClassName();
  return [
    {
      id: 'title',
      label: t('messages.column.title'),
      render: (message) => <Link to={placeOf(message)}>{message.title || className(message.class)}</Link>,
    },
    {
      id: 'class',
      label: t('messages.column.class'),
      width: 132,
      render: (message) => className(message.class),
      optional: true,
    },
    {
      id: 'received',
      label: t('messages.column.received'),
      width: 132,
      render: ({ receivedAt }) => <Age of={receivedAt} />,
    },
    {
      id: 'created',
      label: t('messages.column.created'),
      width: 208,
      render: ({ createdAt }) => format.moment(createdAt),
      optional: true,
    },
    { id: 'path', label: t('messages.column.path'), width: 72, render: ({ path }) => path, optional: true },
    {
      id: 'size',
      label: t('messages.column.size'),
      width: 80,
      align: 'end',
      render: ({ bytes }) => format.bytes(bytes),
      optional: true,
    },
    {
      id: 'arrivals',
      label: t('messages.column.arrivals'),
      width: 80,
      align: 'end',
      render: ({ arrivals }) => (arrivals === 1 ? null : t('messages.times', { count: arrivals })),
      optional: true,
    },
  ];
}

import { useTranslation } from 'react-i18next';
import { Facts } from '../../ui/facts.tsx';
import { Section } from '../../ui/section.tsx';
import { messageResource } from '../api/resources.ts';
import { useFormat } from '../frame/use-format.ts';
import { useResource } from '../frame/use-portal.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { ItemHead } from '../parts/item-head.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { TextBlock } from '../parts/text-block.tsx';
import { asText } from '../requests/result.ts';
import { useClassName } from './message-list.tsx';

/** One message received, with its content. */
export function MessageDetail({ cmId, id }: { cmId: string; id: string }) {
  const { t } = useTranslation('portal');
  const format = useFormat();
  const className = useClassName();
  const detail = useResource(messageResource(id));
  return (
    <Loaded of={detail}>
      {({ message, body }) => (
        <>
          <ItemHead
            back={{ to: { page: 'computer', cmId, tab: 'messages' }, label: t('messages.detail.back') }}
            title={message.title || className(message.class)}
          />
          <Section title={t('messages.detail.details')}>
            <Facts
              facts={[
                { label: t('messages.detail.class'), value: className(message.class) },
                { label: t('messages.detail.created'), value: format.moment(message.createdAt) },
                { label: t('messages.detail.received'), value: format.moment(message.receivedAt) },
                { label: t('messages.detail.path'), value: message.path },
                { label: t('messages.detail.size'), value: format.bytes(message.bytes) },
                {
                  label: t('messages.detail.arrivals'),
                  value:
                    message.arrivals === 1
                      ? t('messages.detail.arrivedOnce')
                      : t('messages.detail.arrivedOften', { count: message.arrivals }),
                },
                { label: t('messages.detail.id'), value: message.id },
              ]}
            />
          </Section>
          <Section
            title={t('messages.detail.body')}
            actions={<CopyButton label={t('messages.detail.copy')} text={asText(body)} />}
          >
            <TextBlock label={t('messages.detail.body')} text={asText(body)} />
          </Section>
        </>
      )}
    </Loaded>
  );
}

import { useTranslation } from 'react-i18next';
import { useToast } from '../../ui/toast.tsx';
import { useCall } from '../window-context.tsx';

// The agent takes so many at once.
const mostIds = 1000;

interface MessageActions {
  sendNow: () => Promise<void>;
  retry: (ids: string[]) => Promise<void>;
  remove: (ids: string[]) => Promise<void>;
}

/** What can be done with messages; each tells how it ended, and deleting can be undone. */
export function useMessageActions(): MessageActions {
  const { t } = useTranslation('messages');
  const call = useCall();
  const toast = useToast();

  const forAll = async (
    channel: 'messagesRetry' | 'messagesDelete' | 'messagesRestore',
    ids: string[],
  ): Promise<number> => {
    let count = 0;
    for (let from = 0; from < ids.length; from += mostIds) {
      count += (await call(channel, ids.slice(from, from + mostIds))) ?? 0;
    }
    return count;
  };
  const restore = async (ids: string[]): Promise<void> => {
    const count = await forAll('messagesRestore', ids);
    if (count > 0) toast({ text: t('restored', { count }) });
  };
  return {
    sendNow: async () => {
      const outcome = await call('sendNow', undefined);
      if (outcome?.outcome === 'done') toast({ text: t('sendNowDone') });
      if (outcome?.outcome === 'refused') toast({ tone: 'danger', text: outcome.reason });
    },
    retry: async (ids) => {
      const count = await forAll('messagesRetry', ids);
      if (count > 0) toast({ text: t('retried', { count }) });
    },
    remove: async (ids) => {
      const count = await forAll('messagesDelete', ids);
      if (count === 0) return;
      toast({
        text: t('removed', { count }),
        action: { label: t('undo'), run: () => void restore(ids) },
      });
    },
  };
}

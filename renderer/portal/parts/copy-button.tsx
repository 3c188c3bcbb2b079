import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useToast } from '../../ui/toast.tsx';

/** Puts a text on the clipboard and says so. */
export function CopyButton({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation('portal');
  const toast = useToast();
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      toast({ text: t('copied') });
    } catch {
      toast({ text: t('copyFailed'), tone: 'danger' });
    }
  };
  return (
    <Button icon="copy" onClick={() => void copy()}>
      {label}
    </Button>
  );
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useToast } from '../../ui/toast.tsx';
import { CallNotice } from '../frame/call-notice.tsx';
import { Form } from '../frame/form.tsx';
import { useCall } from '../frame/use-portal.ts';

const shortest = 10;

/** Old password, new password, new password again. */
export function ChangePasswordDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('portal');
  const toast = useToast();
  const { run, pending, error } = useCall('changePassword');
  const [old, setOld] = useState('');
  const [fresh, setFresh] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const tooShort = tried && fresh.length < shortest ? t('account.tooShort') : undefined;
  const different = tried && again !== fresh ? t('account.different') : undefined;

  const change = async (): Promise<void> => {
    setTried(true);
    if (old === '' || fresh.length < shortest || again !== fresh) return;
    const outcome = await run({ body: { old, new: fresh } });
    if (!outcome.ok) return;
    toast({ text: t('account.changed') });
    onClose();
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={t('account.change')}
      footer={
        <>
          <Button onClick={onClose}>{t('account.cancel')}</Button>
          <Button variant="primary" type="submit" form="change-password" pending={pending}>
            {t('account.change')}
          </Button>
        </>
      }
    >
      <Form id="change-password" onSubmit={change}>
        {error === undefined ? null : <CallNotice error={error} announced />}
        <TextField
          label={t('account.old')}
          type="password"
          value={old}
          onChange={setOld}
          autoComplete="current-password"
          maxLength={200}
        />
        <TextField
          label={t('account.new')}
          hint={t('account.newHint')}
          error={tooShort}
          type="password"
          value={fresh}
          onChange={setFresh}
          autoComplete="new-password"
          maxLength={200}
        />
        <TextField
          label={t('account.again')}
          error={different}
          type="password"
          value={again}
          onChange={setAgain}
          autoComplete="new-password"
          maxLength={200}
        />
      </Form>
    </Dialog>
  );
}

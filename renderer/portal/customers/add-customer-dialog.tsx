import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { customerSchema } from '#shared/portal-data.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useToast } from '../../ui/toast.tsx';
import { CallNotice } from '../frame/call-notice.tsx';
import { Form } from '../frame/form.tsx';
import { useCall } from '../frame/use-portal.ts';

const { code: codeSchema, name: nameSchema } = customerSchema.shape;

/** Code and name of a new customer. */
export function AddCustomerDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('portal');
  const toast = useToast();
  const { run, pending, error } = useCall('addCustomer');
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const codeWrong = !codeSchema.safeParse(code).success;
  const nameWrong = !nameSchema.safeParse(name).success;

  const add = async (): Promise<void> => {
    setTried(true);
    if (codeWrong || nameWrong) return;
    const outcome = await run({ body: { code, name } });
    if (!outcome.ok) return;
    toast({ text: t('customers.added', { code }) });
    onClose();
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={t('customers.add')}
      footer={
        <>
          <Button onClick={onClose}>{t('customers.cancel')}</Button>
          <Button variant="primary" type="submit" form="add-customer" pending={pending}>
            {t('customers.save')}
          </Button>
        </>
      }
    >
      <Form id="add-customer" onSubmit={add}>
        {error === undefined ? null : <CallNotice error={error} announced />}
        <TextField
          label={t('customers.code')}
          hint={t('customers.codeHint', { example: `${codeWrong ? 'ACME' : code}PC001` })}
          error={tried && codeWrong ? t('customers.codeWrong') : undefined}
          value={code}
          onChange={(text) => setCode(text.toUpperCase())}
          maxLength={8}
          width="short"
        />
        <TextField
          label={t('customers.name')}
          error={tried && nameWrong ? t('customers.nameNeeded') : undefined}
          value={name}
          onChange={setName}
          maxLength={200}
        />
      </Form>
    </Dialog>
  );
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PortalAnswer } from '#shared/portal-api.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { customersResource, tokensResource } from '../api/resources.ts';
import { CallNotice } from '../frame/call-notice.tsx';
import { Form } from '../frame/form.tsx';
import { Link } from '../frame/link.tsx';
import { useCall, useResource } from '../frame/use-portal.ts';
import { CopyButton } from '../parts/copy-button.tsx';

type MadeToken = PortalAnswer<'addToken'>;

/** Makes a registration token, shows its text once, and tells when a computer has used it. */
export function MakeTokenDialog({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<MadeToken>();
  return made === undefined ? (
    <TokenForm onMade={setMade} onClose={onClose} />
  ) : (
    <MadeTokenDialog made={made} onClose={onClose} />
  );
}

const validities = ['1', '24', '168', '720'] as const;
type Validity = (typeof validities)[number];
const hoursADay = 24;

function TokenForm({ onMade, onClose }: { onMade: (made: MadeToken) => void; onClose: () => void }) {
  const { t } = useTranslation('portal');
  const { value: customers = [] } = useResource(customersResource);
  const { run, pending, error } = useCall('addToken');
  const [chosen, setChosen] = useState<string>();
  const [note, setNote] = useState('');
  const [validity, setValidity] = useState<Validity>('24');
  const customer = chosen ?? customers[0]?.code ?? '';

  const make = async (): Promise<void> => {
    const outcome = await run({ body: { customer, note, validHours: Number(validity) } });
    if (outcome.ok) onMade(outcome.value);
  };
  const validityText = (hours: number): string =>
    hours < hoursADay ? t('tokens.hours', { count: hours }) : t('tokens.days', { count: hours / hoursADay });

  return (
    <Dialog
      open
      onClose={onClose}
      title={t('tokens.make')}
      footer={
        <>
          <Button onClick={onClose}>{t('tokens.cancel')}</Button>
          <Button
            variant="primary"
            type="submit"
            form="make-token"
            pending={pending}
            reason={customer === '' ? t('customers.noneText') : undefined}
          >
            {t('tokens.make')}
          </Button>
        </>
      }
    >
      <Form id="make-token" onSubmit={make}>
        <p>{t('tokens.intro')}</p>
        {error === undefined ? null : <CallNotice error={error} announced />}
        <Select
          label={t('tokens.customer')}
          value={customer}
          options={customers.map(({ code, name }) => ({ value: code, label: `${code} – ${name}` }))}
          onChange={setChosen}
        />
        <TextField
          label={t('tokens.note')}
          hint={t('tokens.noteHint')}
          value={note}
          onChange={setNote}
          maxLength={200}
        />
        <Select
          label={t('tokens.validity')}
          value={validity}
          options={validities.map((hours) => ({ value: hours, label: validityText(Number(hours)) }))}
          onChange={setValidity}
        />
      </Form>
    </Dialog>
  );
}

function MadeTokenDialog({ made: { token, text }, onClose }: { made: MadeToken; onClose: () => void }) {
  const { t } = useTranslation('portal');
  const { value: tokens = [] } = useResource(tokensResource);
  const usedBy = tokens.find(({ id }) => id === token.id)?.usedBy;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('tokens.made', { customer: token.customer })}
      footer={
        <>
          <CopyButton label={t('tokens.copy')} text={text} />
          <Button variant="primary" onClick={onClose}>
            {t('tokens.close')}
          </Button>
        </>
      }
    >
      <Form id="made-token" onSubmit={() => Promise.resolve()}>
        <Notice tone="warn">{t('tokens.once')}</Notice>
        <TextField
          label={t('tokens.text')}
          value={text}
          onChange={() => {}}
          lines={6}
          width="full"
          mono
          readOnly
        />
        <p>{t('tokens.howTo')}</p>
        {usedBy === undefined ? (
          <output>{t('tokens.waiting')}</output>
        ) : (
          <Notice
            tone="ok"
            announced
            action={<Link to={{ page: 'computer', cmId: usedBy, tab: 'overview' }}>{t('tokens.open')}</Link>}
          >
            {t('tokens.registered', { cmId: usedBy })}
          </Notice>
        )}
      </Form>
    </Dialog>
  );
}

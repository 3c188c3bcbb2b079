import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Computer } from '#shared/portal-data.ts';
import { commands } from '#shared/protocol/commands.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { CallNotice } from '../frame/call-notice.tsx';
import { Form } from '../frame/form.tsx';
import { argsOf, emptyForm, knownTasks, validities } from './sendable.ts';
import type { CommandForm, SendableKind } from './sendable.ts';
import { useSendCommand } from './use-send-command.ts';

interface SendCommandDialogProps {
  computer: Computer;
  kind: SendableKind;
  onClose: () => void;
}

/** What a command needs to know, and the last question before it goes. */
export function SendCommandDialog({ computer, kind, onClose }: SendCommandDialogProps) {
  const { t } = useTranslation('portal');
  const { send, pending, error } = useSendCommand(computer.cmId);
  const [form, setForm] = useState(emptyForm);
  const [tried, setTried] = useState(false);
  const complete = commands[kind].args.safeParse(argsOf(kind, form)).success;

  const submit = async (): Promise<void> => {
    setTried(true);
    if (complete && (await send(kind, form))) onClose();
  };

  const restarts = kind === 'restartAgent';
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(`requests.kind.${kind}`)}
      footer={
        <>
          <Button onClick={onClose}>{t('requests.form.cancel')}</Button>
          <Button
            variant={restarts ? 'danger' : 'primary'}
            type="submit"
            form="send-command"
            pending={pending}
          >
            {restarts ? t('requests.form.restart') : t('requests.form.send')}
          </Button>
        </>
      }
    >
      <Form id="send-command" onSubmit={submit}>
        <p>{t(`requests.about.${kind}`)}</p>
        <p>{t('requests.form.to', { name: computer.name, cmId: computer.cmId })}</p>
        {error === undefined ? null : <CallNotice error={error} announced />}
        <CommandFields kind={kind} form={form} onChange={setForm} tried={tried} />
      </Form>
    </Dialog>
  );
}

interface CommandFieldsProps {
  kind: SendableKind;
  form: CommandForm;
  onChange: (form: CommandForm) => void;
  /** Sending was tried: what is missing is said. */
  tried: boolean;
}

function CommandFields({ kind, form, onChange, tried }: CommandFieldsProps) {
  const { t } = useTranslation('portal');
  const missing = (text: string): string | undefined =>
    tried && text === '' ? t('requests.form.needed') : undefined;
  return (
    <>
      {kind === 'runTask' ? (
        <Select
          label={t('requests.form.task')}
          value={form.taskId}
          options={knownTasks.map(({ id, title }) => ({ value: id, label: title }))}
          onChange={(taskId) => onChange({ ...form, taskId })}
        />
      ) : null}
      {kind === 'showMessage' ? (
        <>
          <TextField
            label={t('requests.form.title')}
            error={missing(form.title)}
            value={form.title}
            onChange={(title) => onChange({ ...form, title })}
            maxLength={100}
            width="full"
          />
          <TextField
            label={t('requests.form.text')}
            error={missing(form.text)}
            value={form.text}
            onChange={(text) => onChange({ ...form, text })}
            maxLength={2000}
            lines={5}
            width="full"
          />
        </>
      ) : null}
      <Select
        label={t('requests.form.valid')}
        hint={t('requests.form.validHint')}
        value={String(form.validMinutes)}
        options={validities.map((minutes) => ({ value: String(minutes), label: validityText(minutes, t) }))}
        onChange={(minutes) => onChange({ ...form, validMinutes: Number(minutes) })}
      />
    </>
  );
}

const minutesAnHour = 60;
const minutesADay = 24 * minutesAnHour;

function validityText(minutes: number, t: ReturnType<typeof useTranslation<'portal'>>['t']): string {
  if (minutes < minutesAnHour) return t('requests.form.minutes', { count: minutes });
  if (minutes < minutesADay) return t('requests.form.hours', { count: minutes / minutesAnHour });
  return t('requests.form.days', { count: minutes / minutesADay });
}

import { useTranslation } from 'react-i18next';
import type { SentCommand } from '#shared/portal-data.ts';
import { isFinal } from '#shared/protocol/commands.ts';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Section } from '../../ui/section.tsx';
import { useToast } from '../../ui/toast.tsx';
import { commandResource } from '../api/resources.ts';
import { CallNotice } from '../frame/call-notice.tsx';
import { useFormat } from '../frame/use-format.ts';
import { useCall, useResource } from '../frame/use-portal.ts';
import { CommandStateMark } from '../parts/command-state.tsx';
import { ItemHead } from '../parts/item-head.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { TextBlock } from '../parts/text-block.tsx';
import { cancellable } from './progress.ts';
import styles from './request-detail.module.css';
import { RequestSteps } from './request-steps.tsx';
import { asText } from './result.ts';
import { ResultView } from './result-view.tsx';
import { useKindName } from './use-kind-name.ts';

/** One request, from the moment it was given to the answer, as it happens. */
export function RequestDetail({ id }: { id: string }) {
  const command = useResource(commandResource(id));
  return <Loaded of={command}>{(value) => <Request command={value} />}</Loaded>;
}

function Request({ command }: { command: SentCommand }) {
  const { t } = useTranslation('portal');
  const kindName = useKindName();
  return (
    <>
      <ItemHead
        back={{
          to: { page: 'computer', cmId: command.cmId, tab: 'requests' },
          label: t('requests.detail.back'),
        }}
        title={kindName(command.kind)}
        marks={
          <output>
            <CommandStateMark state={command.state} />
          </output>
        }
        actions={cancellable(command.state) ? <CancelButton command={command} /> : undefined}
      />
      <div className={styles.columns}>
        <div>
          <Section title={t('requests.progress')}>
            <RequestSteps command={command} />
          </Section>
        </div>
        <div>
          <Section title={t('requests.detail.details')}>
            <Details command={command} />
          </Section>
        </div>
      </div>
      <div className={styles.result}>
        <Section title={t('requests.detail.result')}>
          <Answer command={command} />
        </Section>
      </div>
    </>
  );
}

function Details({ command }: { command: SentCommand }) {
  const { t } = useTranslation('portal');
  const format = useFormat();
  const withArgs = Object.keys(Object(command.args) as object).length > 0;
  return (
    <>
      <Facts
        facts={[
          { label: t('requests.detail.operator'), value: command.operator },
          { label: t('requests.detail.created'), value: format.moment(command.createdAt) },
          { label: t('requests.detail.validTo'), value: format.moment(command.notAfter) },
          { label: t('requests.detail.id'), value: command.id },
        ]}
      />
      {withArgs ? <TextBlock label={t('requests.detail.args')} text={asText(command.args)} /> : null}
    </>
  );
}

/** What the computer answered, or that it has not yet, or why it did not. */
function Answer({ command }: { command: SentCommand }) {
  const { t } = useTranslation('portal');
  const { state, reason, result } = command;
  if (!isFinal(state)) return <p className={styles.quiet}>{t('requests.detail.waiting')}</p>;
  return (
    <>
      {state === 'done' && reason === undefined ? null : (
        <Notice
          tone={state === 'failed' || state === 'refused' ? 'danger' : 'info'}
          title={t(`requests.step.${state}`)}
        >
          {reason}
        </Notice>
      )}
      {result === undefined || result === null ? (
        state === 'done' ? (
          <p className={styles.quiet}>{t('requests.detail.noResult')}</p>
        ) : null
      ) : (
        <ResultView command={command} />
      )}
    </>
  );
}

function CancelButton({ command }: { command: SentCommand }) {
  const { t } = useTranslation('portal');
  const toast = useToast();
  const { run, pending, error } = useCall('cancelCommand');
  const cancel = async (): Promise<void> => {
    const outcome = await run({ params: { id: command.id } });
    if (outcome.ok) toast({ text: t('requests.detail.cancelled') });
  };
  return (
    <>
      {error === undefined ? null : <CallNotice error={error} announced />}
      <Button pending={pending} onClick={() => void cancel()}>
        {t('requests.detail.cancel')}
      </Button>
    </>
  );
}

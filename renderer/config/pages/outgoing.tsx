import { useTranslation } from 'react-i18next';
import { Notice } from '../../ui/notice.tsx';
import { Section } from '../../ui/section.tsx';
import { PageBody } from '../page-body.tsx';
import { sendingOptions } from '../sending-options.ts';
import { CheckboxSetting, NumberSetting, RadioSetting, TextSetting } from '../setting-fields.tsx';
import { useSettings } from '../settings-form.tsx';

/** Page "Outgoing Messages for CM Server". */
export function OutgoingPage() {
  const { t } = useTranslation('config');
  const { view, draft } = useSettings();
  const { sending, sendByParts } = draft.values.outgoing;
  const options = sendingOptions(view).map(({ value, reason }) => ({
    value,
    label: t(`outgoing.sending.${value}`),
    reason: reason && t(`outgoing.${reason}`),
  }));
  return (
    <PageBody title={t('pages.outgoing')}>
      <Section title={t('fields.outgoing.sending')}>
        <RadioSetting path="outgoing.sending" options={options} underHeading />
        {sending === 'disabled' ? <Notice tone="warn">{t('outgoing.disabledNotice')}</Notice> : null}
        <CheckboxSetting path="outgoing.allowTaskResults" />
        <CheckboxSetting path="outgoing.allowSystemMessages" hint={t('outgoing.systemHint')} />
      </Section>
      <Section title={t('outgoing.mail')} intro={t('outgoing.mailHint')}>
        <TextSetting path="outgoing.from" />
        <TextSetting path="outgoing.to" />
      </Section>
      <Section title={t('outgoing.size')}>
        <NumberSetting
          path="outgoing.maxOutboxMb"
          min={1}
          max={10_000}
          unit={t('unit.megabytes')}
          hint={t('outgoing.maxHint')}
        />
        <CheckboxSetting path="outgoing.sendByParts" />
        <NumberSetting
          path="outgoing.partMb"
          min={0.0625}
          max={8}
          unit={t('unit.megabytes')}
          disabled={!sendByParts}
        />
      </Section>
    </PageBody>
  );
}

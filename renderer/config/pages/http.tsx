import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { httpSchema, serverAddresses } from '#shared/settings/http.ts';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Section } from '../../ui/section.tsx';
import { CertificateSetting } from '../certificate-setting.tsx';
import { ConnectionTest } from '../connection-test.tsx';
import { unsavedOf } from '../draft.ts';
import type { DraftValues } from '../draft.ts';
import type { Live } from '../live.ts';
import { PageBody } from '../page-body.tsx';
import { PasswordSetting } from '../password-setting.tsx';
import { startProbe } from '../probe.ts';
import type { ProbeState } from '../probe.ts';
import {
  CheckboxSetting,
  NumberSetting,
  RadioSetting,
  SelectSetting,
  TextSetting,
} from '../setting-fields.tsx';
import { useSettings } from '../settings-form.tsx';
import { useBridge } from '../window-context.tsx';

/** Page "Customer Monitor Server (http)". */
export function HttpPage() {
  const { t } = useTranslation('config');
  const bridge = useBridge();
  const { view, draft, check } = useSettings();
  const [probe, setProbe] = useState<Live<ProbeState>>();
  const { http } = draft.values;
  const addresses = addressesOf(http);
  const noProxy = http.proxy !== 'manual';
  const test = async (): Promise<void> => {
    if (!(await check('http'))) return;
    const unsaved = unsavedOf(view, draft, 'http');
    setProbe(startProbe(bridge, { path: 'http', draft: unsaved, secrets: draft.secrets }));
  };
  return (
    <PageBody
      title={t('pages.http')}
      actions={
        <Button reason={http.server === '' ? t('http.noAddress') : undefined} onClick={() => void test()}>
          {t('http.test')}
        </Button>
      }
    >
      <Section title={t('http.server')}>
        <TextSetting path="http.server" hint={t('http.serverHint')} />
        <SelectSetting
          path="http.encryption"
          options={(['tls', 'none'] as const).map((value) => ({
            value,
            label: t(`http.encryption.${value}`),
          }))}
          hint={http.encryption === 'none' && !http.onePort ? t('http.noEncryptionHint') : undefined}
          disabled={http.onePort}
        />
        <NumberSetting path="http.port" min={1} max={65_535} disabled={http.onePort} />
        <NumberSetting
          path="http.alternativePort"
          min={0}
          max={65_535}
          hint={t('http.alternativePortHint')}
          disabled={http.onePort}
        />
        <CheckboxSetting path="http.onePort" hint={t('http.onePortHint')} />
        {addresses.length === 0 ? null : (
          <Facts
            facts={[
              {
                label: t('http.addresses'),
                value: addresses.map((address) => <div key={address}>{address}</div>),
              },
            ]}
          />
        )}
      </Section>
      <Section title={t('http.proxyTitle')}>
        <RadioSetting
          path="http.proxy"
          options={(['none', 'system', 'manual'] as const).map((value) => ({
            value,
            label: t(`http.proxy.${value}`),
          }))}
        />
        <TextSetting path="http.proxyAddress" hint={t('http.proxyAddressHint')} disabled={noProxy} />
        <TextSetting path="http.proxyUser" disabled={noProxy} />
        <PasswordSetting path="http.proxyPassword" label={t('http.proxyPassword')} disabled={noProxy} />
      </Section>
      <Section title={t('http.intervals')}>
        <NumberSetting
          path="http.shortIntervalS"
          min={15}
          max={30}
          unit={t('unit.seconds')}
          hint={t('http.shortHint')}
        />
        <NumberSetting
          path="http.longIntervalS"
          min={10}
          max={3600}
          unit={t('unit.seconds')}
          hint={t('http.longHint')}
        />
        <NumberSetting
          path="http.timeoutS"
          min={5}
          max={300}
          unit={t('unit.seconds')}
          hint={t('http.timeoutHint')}
        />
      </Section>
      <Section title={t('http.trust')} intro={t('http.trustIntro')}>
        <CertificateSetting path="http.ownCa" hint={t('http.ownCaHint')} />
        <TextSetting path="http.pin" mono width="full" hint={t('http.pinHint')} />
      </Section>
      {probe === undefined ? null : (
        <ConnectionTest probe={probe} onAgain={() => void test()} onClose={() => setProbe(undefined)} />
      )}
    </PageBody>
  );
}

/** The addresses that the settings lead to; none while something in them is wrong. */
function addressesOf(draft: DraftValues['http']): string[] {
  const http = httpSchema.safeParse(draft);
  return http.success ? serverAddresses(http.data) : [];
}

import { useTranslation } from 'react-i18next';
import { Field } from '../../ui/field.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { FieldPath, FieldView } from './settings-draft.ts';
import type { FieldControl } from './settings-fields.ts';
import styles from './setting-field.module.css';

interface SettingFieldProps {
  path: FieldPath;
  control: FieldControl;
  view: FieldView;
  /** What the schema says against the value. */
  error: string | undefined;
  onChange: (change: { value: unknown } | null) => void;
}

/** One field: whether the server decides it, and what. */
export function SettingField({ path, control, view, error, onChange }: SettingFieldProps) {
  const { t } = useTranslation('portal');
  const { t: tc } = useTranslation('config');
  const valueName = useValueName(path, control);
  const label = tc(`fields.${path}` as 'fields.http.port');
  const left = valueName(view.value);
  return (
    <div className={styles.setting} data-changed={view.changed}>
      <input
        className={styles.decides}
        type="checkbox"
        aria-label={t('settings.decides', { field: label })}
        checked={view.setByServer}
        onChange={(event) => onChange(event.target.checked ? { value: view.value } : null)}
      />
      {view.setByServer ? (
        <Control
          label={label}
          path={path}
          control={control}
          value={view.value}
          error={
            error &&
            (view.value === null
              ? t('settings.empty')
              : tc(`invalid.${path}` as 'invalid.http.port', { defaultValue: error }))
          }
          onChange={(value) => onChange({ value })}
        />
      ) : (
        <Field label={label} labelled="group">
          {() => (
            <span className={styles.left}>
              {left === '' ? t('settings.leftEmpty') : t('settings.left', { value: left })}
            </span>
          )}
        </Field>
      )}
    </div>
  );
}

interface ControlProps {
  label: string;
  path: FieldPath;
  control: FieldControl;
  value: unknown;
  error: string | undefined;
  onChange: (value: unknown) => void;
}

function Control({ label, path, control, value, error, onChange }: ControlProps) {
  const { t } = useTranslation('config');
  const valueName = useValueName(path, control);
  switch (control.control) {
    case 'text':
      return (
        <TextField
          label={label}
          error={error}
          value={String(value)}
          onChange={onChange}
          lines={control.lines ?? 1}
          mono={control.mono ?? false}
          width={control.wide === true ? 'full' : 'normal'}
        />
      );
    case 'number': {
      const { min, max, step = 1, unit } = control;
      return (
        <NumberField
          label={label}
          error={error}
          value={value as number | null}
          onChange={onChange}
          min={min}
          max={max}
          step={step}
          {...(unit !== undefined && { unit: t(`unit.${unit}`) })}
        />
      );
    }
    case 'switch':
      return (
        <Select
          label={label}
          error={error}
          value={String(value)}
          options={[true, false].map((each) => ({ value: String(each), label: valueName(each) }))}
          onChange={(chosen) => onChange(chosen === 'true')}
        />
      );
    case 'choice':
      return (
        <Select
          label={label}
          error={error}
          value={String(value)}
          options={control.values.map((each) => ({
            value: each,
            label: valueName(each),
            ...(control.notYet?.includes(each) === true && { reason: t('outgoing.notYet') }),
          }))}
          onChange={onChange}
        />
      );
  }
}

/** Names values as the configuration window does. */
function useValueName(path: FieldPath, control: FieldControl): (value: unknown) => string {
  const { t } = useTranslation('portal');
  const { t: tc } = useTranslation('config');
  return (value) => {
    switch (control.control) {
      case 'text':
        return String(value);
      case 'number':
        return control.unit === undefined ? String(value) : `${String(value)} ${tc(`unit.${control.unit}`)}`;
      case 'switch':
        return t(value === true ? 'settings.yes' : 'settings.no');
      case 'choice':
        return tc(`${path}.${String(value)}` as 'http.encryption.tls');
    }
  };
}

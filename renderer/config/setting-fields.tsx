import type { ReactNode } from 'react';
import { useController } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { OriginMark } from '../ui/origin-mark.tsx';
import { RadioGroup } from '../ui/radio-group.tsx';
import type { Option } from '../ui/radio-group.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import { isLocked } from './draft.ts';
import type { SettingPath, SettingValue } from './draft.ts';
import { originShown } from './origin-shown.ts';
import { useSettings } from './settings-form.tsx';

/** The fields whose values are of one type. */
type PathTo<Value> = { [Path in SettingPath]: SettingValue<Path> extends Value ? Path : never }[SettingPath];

interface SettingProps<Path extends SettingPath> {
  path: Path;
  hint?: ReactNode;
  /** The field means nothing with the other values as they are. */
  disabled?: boolean;
}

/** What ties a control to one field of the form: value, label, error, and the mark of where the value came from. */
function useSetting(path: SettingPath) {
  const { t } = useTranslation('config');
  const { view, draft, control, keep, reset } = useSettings();
  const { field, fieldState } = useController({ control, name: path });
  const shown = originShown(view, draft, path);
  const { error } = fieldState;
  return {
    label: t(`fields.${path}` as 'fields.http.port'),
    // The server's own words stand as they are; what the schema says is told in the window's language.
    error:
      error?.type === 'refused'
        ? error.message
        : error && t(`invalid.${path}` as 'invalid.http.port', { defaultValue: error.message ?? '' }),
    mark: <OriginMark origin={shown.origin} text={t(`origin.${shown.text}`)} />,
    action: shown.reset && (
      <Button
        variant="quiet"
        icon="reset"
        aria-label={t(`origin.${shown.reset}`)}
        onClick={() => reset(path)}
      />
    ),
    locked: isLocked(view, path),
    control: {
      value: field.value as unknown,
      ref: field.ref,
      onBlur: field.onBlur,
      onChange: (value: unknown) => {
        keep(path);
        field.onChange(value);
      },
    },
  };
}

interface TextSettingProps extends SettingProps<PathTo<string>> {
  lines?: number;
  mono?: boolean;
  width?: 'short' | 'normal' | 'full';
  /** A button that takes the text from elsewhere, such as a file. */
  source?: ReactNode;
}

/** A text of the settings. */
export function TextSetting({ path, hint, disabled = false, source, ...look }: TextSettingProps) {
  const { locked, control, action, ...frame } = useSetting(path);
  return (
    <TextField
      {...look}
      {...frame}
      {...control}
      hint={hint}
      action={
        <>
          {locked || disabled ? null : source}
          {action}
        </>
      }
      value={control.value as string}
      readOnly={locked}
      disabled={disabled}
    />
  );
}

interface NumberSettingProps extends SettingProps<PathTo<number>> {
  min: number;
  max: number;
  step?: number;
  unit?: string;
}

/** A number of the settings. */
export function NumberSetting({ path, hint, disabled = false, ...range }: NumberSettingProps) {
  const { locked, control, ...frame } = useSetting(path);
  return (
    <NumberField
      {...range}
      {...frame}
      {...control}
      hint={hint}
      value={control.value as number | null}
      readOnly={locked}
      disabled={disabled}
    />
  );
}

/** A yes or no of the settings. */
export function CheckboxSetting({ path, hint, disabled = false }: SettingProps<PathTo<boolean>>) {
  const { locked, control, ...frame } = useSetting(path);
  const { value, ...rest } = control;
  return (
    <Checkbox {...frame} {...rest} hint={hint} checked={value as boolean} disabled={locked || disabled} />
  );
}

interface ChoiceSettingProps<Path extends PathTo<string>> extends SettingProps<Path> {
  options: Option<SettingValue<Path> & string>[];
}

/** One of some options of the settings, in a list that drops down. */
export function SelectSetting<Path extends PathTo<string>>(props: ChoiceSettingProps<Path>) {
  const { path, hint, disabled = false, options } = props;
  const { locked, control, ...frame } = useSetting(path);
  return (
    <Select
      {...frame}
      {...control}
      hint={hint}
      value={control.value as SettingValue<Path> & string}
      options={options}
      disabled={locked || disabled}
    />
  );
}

interface RadioSettingProps<Path extends PathTo<string>> extends ChoiceSettingProps<Path> {
  underHeading?: boolean;
}

/** One of a few options of the settings, all in sight. */
export function RadioSetting<Path extends PathTo<string>>(props: RadioSettingProps<Path>) {
  const { path, hint, disabled = false, options, underHeading = false } = props;
  const { locked, control, ...frame } = useSetting(path);
  return (
    <RadioGroup
      {...frame}
      {...control}
      hint={hint}
      value={control.value as SettingValue<Path> & string}
      options={options}
      disabled={locked || disabled}
      underHeading={underHeading}
    />
  );
}

import { Select as Base } from '@base-ui/react/select';
import type { Ref } from 'react';
import { Field } from './field.tsx';
import type { FieldFrame } from './field.tsx';
import { Icon } from './icon.tsx';
import type { Option } from './radio-group.tsx';
import styles from './select.module.css';

interface SelectProps<Value extends string> {
  value: Value;
  options: Option<Value>[];
  onChange: (value: Value) => void;
  onBlur?: () => void;
  ref?: Ref<HTMLButtonElement>;
  disabled?: boolean;
}

/** One of several options in a list that drops down, as a field of a form. */
export function Select<Value extends string>(props: SelectProps<Value> & FieldFrame) {
  const { label, hint, error, mark, action, ...rest } = props;
  return (
    <Field label={label} hint={hint} error={error} mark={mark} action={action}>
      {(control) => <SelectControl {...rest} {...control} />}
    </Field>
  );
}

interface SelectControlProps<Value extends string> extends SelectProps<Value> {
  id?: string;
  'aria-label'?: string;
  'aria-describedby'?: string | undefined;
  'aria-invalid'?: true | undefined;
}

/** The list alone, for toolbars; give `aria-label` there. */
export function SelectControl<Value extends string>(props: SelectControlProps<Value>) {
  const { value, options, onChange, onBlur, ref, disabled = false, ...named } = props;
  return (
    <Base.Root
      value={value}
      items={options}
      disabled={disabled}
      onValueChange={(chosen) => {
        if (chosen !== null) onChange(chosen);
      }}
    >
      <Base.Trigger {...named} className={styles.trigger} ref={ref} onBlur={onBlur}>
        <Base.Value className={styles.value} />
        <Base.Icon className={styles.icon}>
          <Icon name="arrowDown" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className={styles.positioner} alignItemWithTrigger={false} sideOffset={2}>
          <Base.Popup className={styles.popup}>
            {options.map((option) => (
              <Base.Item
                key={option.value}
                className={styles.item}
                value={option.value}
                disabled={option.reason !== undefined}
              >
                <span className={styles.indicator}>
                  <Base.ItemIndicator>
                    <Icon name="check" />
                  </Base.ItemIndicator>
                </span>
                <span>
                  <Base.ItemText>{option.label}</Base.ItemText>
                  {option.reason === undefined ? null : (
                    <span className={styles.reason}>{option.reason}</span>
                  )}
                </span>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

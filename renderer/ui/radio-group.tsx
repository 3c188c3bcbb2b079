import { useId } from 'react';
import type { Ref } from 'react';
import styles from './choice.module.css';
import { classes } from './classes.ts';
import { Field } from './field.tsx';
import type { FieldFrame } from './field.tsx';

/** One option of a radio group or a select. */
export interface Option<Value extends string> {
  value: Value;
  label: string;
  /** Why the option cannot be chosen; shown beside it. */
  reason?: string | undefined;
}

interface RadioGroupProps<Value extends string> extends FieldFrame {
  /** A heading right above says the same as the label, which is then for screen readers only. */
  underHeading?: boolean;
  value: Value;
  options: Option<Value>[];
  onChange: (value: Value) => void;
  onBlur?: () => void;
  ref?: Ref<HTMLInputElement>;
  disabled?: boolean;
}

/** One of a few options, all in sight. */
export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>) {
  const {
    label,
    hint,
    error,
    mark,
    action,
    value,
    options,
    onChange,
    onBlur,
    ref,
    disabled = false,
    underHeading = false,
  } = props;
  const name = useId();
  return (
    <Field
      label={label}
      hint={hint}
      error={error}
      mark={mark}
      action={action}
      labelled={underHeading ? 'heading' : 'group'}
    >
      {({ id, ...described }) => (
        <div className={styles.options} role="radiogroup" aria-labelledby={`${id}-label`} {...described}>
          {options.map((option, at) => (
            <div key={option.value}>
              <label className={classes(styles.choice, option.reason !== undefined && styles.disabled)}>
                <input
                  className={styles.box}
                  type="radio"
                  name={name}
                  ref={at === 0 ? ref : undefined}
                  checked={option.value === value}
                  disabled={disabled || option.reason !== undefined}
                  aria-describedby={option.reason === undefined ? undefined : `${name}-${option.value}`}
                  onBlur={onBlur}
                  onChange={() => onChange(option.value)}
                />
                <span className={styles.text}>{option.label}</span>
              </label>
              {option.reason === undefined ? null : (
                <p className={styles.reason} id={`${name}-${option.value}`}>
                  {option.reason}
                </p>
              )}
            </div>
          ))}
        </div>
      )}
    </Field>
  );
}

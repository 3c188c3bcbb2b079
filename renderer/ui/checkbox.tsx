import type { Ref } from 'react';
import { Field } from './field.tsx';
import type { FieldFrame } from './field.tsx';
import styles from './choice.module.css';

interface CheckboxProps extends FieldFrame {
  checked: boolean;
  onChange: (checked: boolean) => void;
  onBlur?: () => void;
  ref?: Ref<HTMLInputElement>;
  disabled?: boolean;
}

/** A choice of yes or no; its label stands after the box. */
export function Checkbox({
  label,
  hint,
  error,
  mark,
  action,
  checked,
  onChange,
  onBlur,
  ref,
  disabled,
}: CheckboxProps) {
  return (
    <Field label={label} hint={hint} error={error} mark={mark} action={action} labelled="plain">
      {(control) => (
        <label className={styles.choice}>
          <input
            {...control}
            className={styles.box}
            type="checkbox"
            ref={ref}
            checked={checked}
            disabled={disabled}
            onBlur={onBlur}
            onChange={(event) => onChange(event.target.checked)}
          />
          <span className={styles.text}>{label}</span>
        </label>
      )}
    </Field>
  );
}

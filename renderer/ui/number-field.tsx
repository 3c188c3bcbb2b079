import { NumberField as Base } from '@base-ui/react/number-field';
import type { Ref } from 'react';
import { Field } from './field.tsx';
import type { FieldFrame } from './field.tsx';
import { Icon } from './icon.tsx';
import styles from './number-field.module.css';

interface NumberFieldProps extends FieldFrame {
  /** Null while the field is empty. */
  value: number | null;
  onChange: (value: number | null) => void;
  onBlur?: () => void;
  ref?: Ref<HTMLInputElement>;
  /** The steps stop at these; typed values are left as they are, for the form to judge. */
  min?: number;
  max?: number;
  step?: number;
  unit?: string;
  readOnly?: boolean;
  disabled?: boolean;
}

/** A number with steps (arrow keys, Shift for tens) and its unit. */
export function NumberField(props: NumberFieldProps) {
  const { label, hint, error, mark, action, value, onChange, onBlur, ref, unit } = props;
  const { min, max, step = 1, readOnly = false, disabled = false } = props;
  return (
    <Field label={label} hint={hint} error={error} mark={mark} action={action}>
      {({ id, ...described }) => (
        <>
          <Base.Root
            id={id}
            value={value}
            onValueChange={onChange}
            min={min}
            max={max}
            step={step}
            allowOutOfRange
            readOnly={readOnly}
            disabled={disabled}
            format={{ useGrouping: false, maximumFractionDigits: 4 }}
          >
            <Base.Group className={styles.group} data-invalid={error === undefined ? undefined : ''}>
              <Base.Input {...described} className={styles.input} ref={ref} onBlur={onBlur} />
              <span className={styles.steps}>
                <Base.Increment className={styles.step} tabIndex={-1} aria-hidden="true">
                  <Icon name="arrowUp" />
                </Base.Increment>
                <Base.Decrement className={styles.step} tabIndex={-1} aria-hidden="true">
                  <Icon name="arrowDown" />
                </Base.Decrement>
              </span>
            </Base.Group>
          </Base.Root>
          {unit === undefined ? null : <span className={styles.unit}>{unit}</span>}
        </>
      )}
    </Field>
  );
}

import type { Ref } from 'react';
import { classes } from './classes.ts';
import { Field } from './field.tsx';
import type { FieldFrame } from './field.tsx';
import styles from './text-field.module.css';

interface TextFieldProps extends FieldFrame {
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  ref?: Ref<HTMLInputElement & HTMLTextAreaElement>;
  type?: 'text' | 'password' | 'email' | 'url';
  /** More than one line makes it a text area. */
  lines?: number;
  width?: 'short' | 'normal' | 'full';
  /** For keys, tokens and certificates. */
  mono?: boolean;
  placeholder?: string | undefined;
  maxLength?: number;
  autoComplete?: string;
  readOnly?: boolean;
  disabled?: boolean;
}

/** One line of text, or several with `lines`. */
export function TextField(props: TextFieldProps) {
  const { label, hint, error, mark, action, value, onChange, onBlur, ref, type = 'text', lines = 1 } = props;
  const {
    width = 'normal',
    mono = false,
    placeholder,
    maxLength,
    autoComplete = 'off',
    readOnly,
    disabled,
  } = props;
  const common = {
    value,
    onBlur,
    ref,
    placeholder,
    maxLength,
    autoComplete,
    readOnly,
    disabled,
    spellCheck: false,
  };
  const className = classes(styles.input, styles[width], mono && styles.mono, lines > 1 && styles.area);
  return (
    <Field label={label} hint={hint} error={error} mark={mark} action={action}>
      {(control) =>
        lines > 1 ? (
          <textarea
            {...control}
            {...common}
            className={className}
            rows={lines}
            onChange={(event) => onChange(event.target.value)}
          />
        ) : (
          <input
            {...control}
            {...common}
            className={className}
            type={type}
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }
    </Field>
  );
}

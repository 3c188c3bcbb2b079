import { useId } from 'react';
import type { ReactNode } from 'react';
import styles from './field.module.css';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';

/** What every field of the kit can be given, beside its value. */
export interface FieldFrame {
  label: string;
  /** A quiet sentence below the control. */
  hint?: ReactNode;
  /** What is wrong with the value and what to do; nothing when it is right. */
  error?: string | undefined;
  /** A mark before the control, such as where the value came from; the marks of a form stand in one column. */
  mark?: ReactNode;
  /** A button after the control that belongs to it. */
  action?: ReactNode;
}

/** What the control inside a field must carry to belong to its label, hint and error. */
export interface ControlProps {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

interface FieldProps extends FieldFrame {
  /**
   * `group` when the label names several controls, `heading` when a heading above says the same to the eye, `plain`
   * when the control brings its own label, as a checkbox does.
   */
  labelled?: 'label' | 'group' | 'heading' | 'plain';
  children: (control: ControlProps) => ReactNode;
}

/** One row of a form: label, control and mark, and below them the hint or the error. Narrow forms stack it. */
export function Field({ label, hint, error, mark, action, labelled = 'label', children }: FieldProps) {
  const id = useId();
  const [noteId, markId] = [`${id}-note`, `${id}-mark`];
  const note = error ?? hint;
  // Nothing is to be seen in the column of labels.
  const choice = labelled === 'plain' || labelled === 'heading';
  const described = [note === undefined ? '' : noteId, mark === undefined ? '' : markId].join(' ').trim();
  const control: ControlProps = {
    id,
    'aria-describedby': described || undefined,
    'aria-invalid': error === undefined ? undefined : true,
  };
  return (
    <div className={classes(styles.field, choice && styles.choice)}>
      {labelled === 'label' ? (
        <label className={styles.label} htmlFor={id}>
          {label}
        </label>
      ) : (
        <span className={styles.label} id={`${id}-label`}>
          {labelled === 'group' ? label : null}
          {labelled === 'heading' ? <span className="visually-hidden">{label}</span> : null}
        </span>
      )}
      <span className={styles.mark} id={markId}>
        {mark}
      </span>
      <div className={styles.control}>
        {children(control)}
        {action}
      </div>
      {note === undefined ? null : (
        <div
          id={noteId}
          className={classes(
            styles.note,
            labelled === 'plain' && styles.underText,
            error !== undefined && styles.error,
          )}
        >
          {error === undefined ? null : <Icon name="error" className={styles.errorIcon} />}
          <span>{note}</span>
        </div>
      )}
    </div>
  );
}

import type { ReactNode } from 'react';
import styles from './form.module.css';

interface FormProps {
  /** For the button that submits it from outside. */
  id: string;
  onSubmit: () => Promise<void>;
  children: ReactNode;
}

/** Fields one below the other; Enter in one of them is the button that submits. */
export function Form({ id, onSubmit, children }: FormProps) {
  return (
    <form
      id={id}
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit();
      }}
    >
      {children}
    </form>
  );
}

import type { Ref } from 'react';
import { Icon } from './icon.tsx';
import styles from './search-field.module.css';

interface SearchFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  ref?: Ref<HTMLInputElement>;
}

/** Looks for words in what is shown. Esc empties it. */
export function SearchField({ label, value, onChange, ref }: SearchFieldProps) {
  return (
    <div className={styles.search}>
      <Icon name="search" className={styles.icon} />
      <input
        className={styles.input}
        type="search"
        ref={ref}
        aria-label={label}
        placeholder={label}
        value={value}
        maxLength={200}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return;
          event.stopPropagation();
          event.preventDefault();
          onChange('');
        }}
      />
    </div>
  );
}

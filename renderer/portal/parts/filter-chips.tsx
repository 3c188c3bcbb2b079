import styles from './filter-chips.module.css';

interface Chip<Id extends string> {
  id: Id;
  label: string;
  count: number;
}

interface FilterChipsProps<Id extends string> {
  label: string;
  chips: Chip<Id>[];
  chosen: Id;
  onChoose: (id: Id) => void;
}

/** Kinds of rows with their counts, of which one is shown. */
export function FilterChips<Id extends string>({ label, chips, chosen, onChoose }: FilterChipsProps<Id>) {
  return (
    <fieldset className={styles.chips} aria-label={label}>
      {chips.map((chip) => (
        <button
          key={chip.id}
          type="button"
          className={styles.chip}
          aria-pressed={chip.id === chosen}
          onClick={() => onChoose(chip.id)}
        >
          {chip.label} <span className={styles.count}>{chip.count}</span>
        </button>
      ))}
    </fieldset>
  );
}

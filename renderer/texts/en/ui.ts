/** Texts of the kit itself. */
export const ui = {
  close: 'Close',
  step: {
    waiting: 'not yet',
    active: 'under way',
    done: 'done',
    warning: 'done with a warning',
    failed: 'failed',
    skipped: 'left out',
  },
} as const;

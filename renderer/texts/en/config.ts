/** Texts of the configuration window. */
export const config = {
  title: 'C-Monitor Configuration',
} as const;

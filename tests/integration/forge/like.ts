import { expect } from 'vitest';

/** In an expected value: a text that contains these words or fits this pattern. */
export const like = (wanted: string | RegExp): unknown =>
  typeof wanted === 'string' ? expect.stringContaining(wanted) : expect.stringMatching(wanted);

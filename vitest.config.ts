// The three parts of the tests. `npm test -- unit` runs one; build/test.ts says what runs when.
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  define: { __VERSION__: JSON.stringify('0.0.0-test') },
  test: {
    // A machine with one core still overlaps waiting.
    maxWorkers: Math.max(2, availableParallelism()),
    // A file filter leaves some parts without files; build/test.ts counts a run without any test as failed.
    passWithNoTests: true,
    reporters: ['default', './build/closing-line-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{shared,electron,forge-server,renderer,build,bench}/**/*.test.{ts,tsx}'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/{integration,faults}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Each drives a whole desktop; two at once would fight for the cores.
          fileParallelism: false,
        },
      },
    ],
  },
});

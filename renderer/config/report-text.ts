import type { ProbeReport } from '#shared/probe.ts';

/** A connection test as text, to be sent to those who can help. */
export const reportText = (report: ProbeReport): string =>
  [
    `${report.path}: ${report.address}`,
    ...report.steps.map(({ step, outcome, ms, words }) =>
      `${step}: ${outcome}, ${Math.round(ms)} ms. ${words}`.trim(),
    ),
    report.sentence,
    report.remedy,
  ]
    .filter((line) => line !== '')
    .join('\n');

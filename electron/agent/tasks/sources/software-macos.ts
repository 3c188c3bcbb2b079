import type { InstalledProgram } from './installed-program.ts';
import { recordsOf, text } from './reading.ts';
import { runProgram } from './run-program.ts';

/** "Developer ID Application: Maker (TEAM)" says who made it; Apple's own programs have no such line. */
const publisherOf = (entry: Record<string, unknown>): string => {
  const signers: unknown[] = Array.isArray(entry.signed_by) ? entry.signed_by : [];
  const maker = /^Developer ID Application: (.+?)(?: \([A-Z0-9]+\))?$/.exec(text(signers[0]))?.[1];
  return maker ?? (entry.obtained_from === 'apple' ? 'Apple' : '');
};

/** Reads the JSON of system_profiler. Throws when it is none. */
export const parseMacApplications = (output: string): InstalledProgram[] => {
  const report = JSON.parse(output) as { SPApplicationsDataType?: unknown };
  return recordsOf(report.SPApplicationsDataType).map((entry) => ({
    name: text(entry._name),
    version: text(entry.version),
    publisher: publisherOf(entry),
  }));
};

/** Applications that macOS knows of. */
export const readMacApplications = async (): Promise<InstalledProgram[] | undefined> => {
  const output = await runProgram('system_profiler', ['-json', 'SPApplicationsDataType']);
  return output === undefined ? undefined : parseMacApplications(output);
};

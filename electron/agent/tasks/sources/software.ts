import type { InstalledProgram, SoftwareSource } from './installed-program.ts';
import { readDpkg } from './software-dpkg.ts';
import { readMacApplications } from './software-macos.ts';
import { readRpm } from './software-rpm.ts';
import { readWindowsPrograms } from './software-windows.ts';
import { text } from './reading.ts';
import type { Reading } from './reading.ts';

const most = 20_000;

const sourcesOf = (platform: NodeJS.Platform): SoftwareSource[] => {
  if (platform === 'win32') return [readWindowsPrograms];
  if (platform === 'darwin') return [readMacApplications];
  return [readDpkg, readRpm];
};

/** One line a program, sorted by name, each name and version once. */
const tidy = (programs: readonly InstalledProgram[]): InstalledProgram[] => {
  const once = new Map<string, InstalledProgram>();
  for (const program of programs) {
    const { name, version, publisher } = {
      name: text(program.name),
      version: text(program.version),
      publisher: text(program.publisher),
    };
    if (name !== '') once.set(`${name}\n${version}`, { name, version, publisher });
  }
  return [...once.values()].toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
};

/** What is installed. One database that fails does not lose what another one told. */
export const readSoftware = async (
  sources: readonly SoftwareSource[] = sourcesOf(process.platform),
): Promise<Reading<InstalledProgram[]>> => {
  const answers = await Promise.allSettled(sources.map((source) => source()));
  const found = answers.flatMap((answer) =>
    answer.status === 'fulfilled' && answer.value !== undefined ? [answer.value] : [],
  );
  const problems = answers.flatMap((answer) =>
    answer.status === 'rejected' ? [(answer.reason as Error).message] : [],
  );
  const all = tidy(found.flat());
  const left =
    all.length > most ? [`${all.length - most} programs beyond the first ${most} are left out`] : [];
  const missing =
    found.length === 0 && problems.length === 0 ? ['no package database that could be read'] : [];
  const unread = [...problems, ...left, ...missing].join('; ');
  return { ...(found.length > 0 ? { value: all.slice(0, most) } : {}), ...(unread === '' ? {} : { unread }) };
};

import { runProgram } from './run-program.ts';
import type { InstalledProgram } from './installed-program.ts';

/** Reads lines of name, version and vendor; rpm writes "(none)" for what a package does not say. */
export const parseRpm = (output: string): InstalledProgram[] =>
  output.split('\n').flatMap((line) => {
    const [name = '', version = '', vendor = ''] = line.split('\t');
    // The keys that packages are signed with stand in the same list.
    if (name === '' || name === 'gpg-pubkey') return [];
    return [{ name, version, publisher: vendor === '(none)' ? '' : vendor }];
  });

/** Packages of Red Hat, SUSE and their kin. */
export const readRpm = async (): Promise<InstalledProgram[] | undefined> => {
  const output = await runProgram('rpm', [
    '-qa',
    '--queryformat',
    '%{NAME}\\t%{VERSION}-%{RELEASE}\\t%{VENDOR}\\n',
  ]);
  return output === undefined ? undefined : parseRpm(output);
};

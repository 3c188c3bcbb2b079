import { runProgram } from './run-program.ts';
import type { InstalledProgram } from './installed-program.ts';

/** Reads lines of status, name, version and maintainer; only what is installed counts, not what was removed. */
export const parseDpkg = (output: string): InstalledProgram[] =>
  output.split('\n').flatMap((line) => {
    const [status = '', name = '', version = '', maintainer = ''] = line.split('\t');
    return status.startsWith('ii')
      ? [{ name, version, publisher: maintainer.replace(/\s*<[^>]*>/, '') }]
      : [];
  });

/** Packages of Debian and its kin. */
export const readDpkg = async (): Promise<InstalledProgram[] | undefined> => {
  const format = '${db:Status-Abbrev}\t${Package}\t${Version}\t${Maintainer}\n';
  const output = await runProgram('dpkg-query', ['--show', `--showformat=${format}`]);
  return output === undefined ? undefined : parseDpkg(output);
};

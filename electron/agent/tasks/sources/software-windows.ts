import type { InstalledProgram } from './installed-program.ts';
import { recordsOf, text } from './reading.ts';
import { runProgram } from './run-program.ts';

const script = `
$ErrorActionPreference = 'SilentlyContinue'
[Console]::OutputEncoding = [Text.Encoding]::UTF8
$places = 'HKLM:\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\*',
  'HKLM:\\Software\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\*',
  'HKCU:\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\*'
$programs = Get-ItemProperty $places | Where-Object { $_.DisplayName -and -not $_.SystemComponent }
ConvertTo-Json -Compress -InputObject @($programs | Select-Object DisplayName, DisplayVersion, Publisher)
`;

/** Reads PowerShell's JSON of the registry's uninstall keys. Throws when it is none. */
export const parseWindowsPrograms = (output: string): InstalledProgram[] =>
  recordsOf(JSON.parse(output)).map((entry) => ({
    name: text(entry.DisplayName),
    version: text(entry.DisplayVersion),
    publisher: text(entry.Publisher),
  }));

/** What "Apps and features" lists: the uninstall keys of the computer and of the user. */
export const readWindowsPrograms = async (): Promise<InstalledProgram[] | undefined> => {
  const output = await runProgram('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script]);
  return output === undefined ? undefined : parseWindowsPrograms(output);
};

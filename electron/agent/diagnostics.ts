import { readFileSync } from 'node:fs';
import os from 'node:os';
import type { SettingsView } from '#shared/ipc.ts';
import type { AgentStatus } from '#shared/status.ts';
import type { AgentHost } from './host.ts';
import { logFile } from './log-file.ts';

const lastLines = 200;

const logLines = (dataFolder: string): string => {
  try {
    return readFileSync(logFile(dataFolder), 'utf8').trimEnd().split('\n').slice(-lastLines).join('\n');
  } catch {
    return 'There is no log yet.';
  }
};

/** A text for the support desk: versions, status, settings with their origin and the last lines of the log. It holds no secret. */
export const diagnostics = (
  host: Pick<AgentHost, 'dataFolder' | 'version'>,
  status: AgentStatus,
  settings: SettingsView,
): string =>
  [
    `C-Monitor ${host.version} on ${os.type()} ${os.release()} (${os.arch()}), Node ${process.versions.node}`,
    '',
    '== Status',
    JSON.stringify(status, null, 2),
    '',
    '== Settings',
    JSON.stringify(
      { local: settings.local, server: settings.server, serverVersion: settings.serverVersion },
      null,
      2,
    ),
    '',
    `== Last ${lastLines} lines of the log`,
    logLines(host.dataFolder),
    '',
  ].join('\n');

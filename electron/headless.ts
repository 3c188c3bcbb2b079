import { spawn } from 'node:child_process';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { messageOf } from '#shared/error-message.ts';
import { createAgent } from '#agent/agent.ts';
import { systemClock } from '#agent/clock.ts';
import type { AgentHost } from '#agent/host.ts';
import { startChildProcess } from './adapters/child-process.ts';
import { defaultDataFolder, prepareDataFolder } from './adapters/data-folder.ts';
import { createKeyFileSealer } from './adapters/key-file.ts';
import { openLog } from './adapters/log.ts';
import { watchNetwork } from './adapters/network-changes.ts';
import { environmentProxy } from './adapters/environment-proxy.ts';
import { openSecretStore } from './adapters/secret-file.ts';
import { openSettingsStore, plainSettingsFile } from './adapters/settings-file.ts';
import { isSystemdService, isWatchedByStart, restartExitCode } from './adapters/supervision.ts';

declare const __VERSION__: string;

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: defaultDataFolder() },
    verbose: { type: 'boolean', default: false },
  },
});

// Whatever the agent writes is its owner's alone.
process.umask(0o077);

const fail = (error: unknown): never => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exit(1);
};

const run = async (): Promise<void> => {
  const dataFolder = prepareDataFolder(options.data);
  const log = openLog({
    dataFolder,
    level: options.verbose ? 'debug' : 'info',
    print: (line) => process.stderr.write(line),
  });

  const leave = async (code: number): Promise<void> => {
    await agent.stop();
    log.close();
    process.exit(code);
  };

  const host: AgentHost = {
    dataFolder,
    version: __VERSION__,
    computerName: os.hostname(),
    clock: systemClock,
    random: Math.random,
    log,
    settings: openSettingsStore({ dataFolder, now: systemClock.now, access: plainSettingsFile }),
    secrets: openSecretStore({ dataFolder, sealers: [createKeyFileSealer(dataFolder)], log }),
    systemProxy: environmentProxy(process.env),
    // A service has no screen of its own; the command is refused with that reason.
    showMessage: () => Promise.resolve(false),
    startHelper: startChildProcess,
    restart: () => {
      if (!isWatchedByStart() && !isSystemdService())
        process.once('exit', () =>
          spawn(process.execPath, process.argv.slice(1), { detached: true, stdio: 'inherit' }).unref(),
        );
      void leave(restartExitCode);
    },
    onPower: (listener) => watchNetwork(() => listener('network'), log),
  };

  const agent = createAgent(host);
  await agent.start();
  process.stdout.write(`C-Monitor ${__VERSION__} is running. Its data folder is ${dataFolder}.\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void leave(0));
};

run().catch(fail);

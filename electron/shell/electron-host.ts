import os from 'node:os';
import { app, session } from 'electron';
import { systemClock } from '#agent/clock.ts';
import type { AgentHost, Log } from '#agent/host.ts';
import { createKeyFileSealer } from '../adapters/key-file.ts';
import { openSecretStore } from '../adapters/secret-file.ts';
import { isWatchedByStart, restartExitCode } from '../adapters/supervision.ts';
import { restartArguments } from './arguments.ts';
import { createKeyringSealer } from './keyring.ts';
import { createShowMessage } from './notifications.ts';
import { electronFaces } from './notifier.ts';
import { createPower } from './power.ts';
import { createSystemProxy } from './proxy.ts';
import { openElectronSettings } from './settings-store.ts';
import type { ShellTexts } from './texts.ts';
import { startUtilityProcess } from './utility-process.ts';

export interface ElectronHostOptions {
  dataFolder: string;
  version: string;
  log: Log;
  texts: ShellTexts;
}

/** What the agent asks of its host, answered by Electron. Needs Electron to be ready. */
export const createElectronHost = ({ dataFolder, version, log, texts }: ElectronHostOptions): AgentHost => {
  const clock = systemClock;
  const proxy = createSystemProxy({ resolve: (url) => session.defaultSession.resolveProxy(url), clock });
  const onPower = createPower(log);
  return {
    dataFolder,
    version,
    computerName: os.hostname(),
    clock,
    random: Math.random,
    log,
    settings: openElectronSettings(dataFolder, () => clock.now()),
    secrets: openSecretStore({
      dataFolder,
      sealers: [createKeyringSealer(), createKeyFileSealer(dataFolder)],
      log,
    }),
    systemProxy: (url) => proxy.proxyFor(url),
    showMessage: createShowMessage(electronFaces(texts)),
    startHelper: startUtilityProcess,
    restart: () => {
      if (isWatchedByStart()) process.exitCode = restartExitCode;
      else app.relaunch({ args: restartArguments(process.argv) });
      app.quit();
    },
    onPower: (listener) =>
      onPower((event) => {
        proxy.forget();
        listener(event);
      }),
  };
};

// The tray host: the agent with Electron's adapters, then the shell.
import { app, dialog } from 'electron';
import { messageOf } from '#shared/error-message.ts';
import { createAgent } from '#agent/agent.ts';
import { defaultDataFolder, prepareDataFolder } from './adapters/data-folder.ts';
import { openLog } from './adapters/log.ts';
import { isWatchedByStart } from './adapters/supervision.ts';
import { readArguments } from './shell/arguments.ts';
import { createElectronHost } from './shell/electron-host.ts';
import { claimInstance } from './shell/instance.ts';
import { declarePages } from './shell/lock-down.ts';
import { startShell } from './shell/shell.ts';
import { restartAfterSurprises } from './shell/surprises.ts';
import { english as texts } from './shell/texts.ts';

declare const __VERSION__: string;

const start = readArguments(process.argv);
const print = (line: string): void => void process.stderr.write(line);

// Whatever the agent writes is its owner's alone.
process.umask(0o077);

const run = async (dataFolder: string): Promise<void> => {
  const log = openLog({ dataFolder, level: 'info', print });
  await app.whenReady();
  const host = createElectronHost({ dataFolder, version: __VERSION__, log, texts });
  restartAfterSurprises(log, () => host.restart());
  const agent = createAgent(host);
  startShell({ agent, host, start, texts });
  await agent.start();
};

const fail = async (error: unknown): Promise<void> => {
  const sentence = messageOf(error);
  print(`${texts.cannotStart}: ${sentence}\n`);
  await app.whenReady();
  if (!start.hidden && !isWatchedByStart())
    await dialog.showMessageBox({
      type: 'error',
      title: texts.product,
      message: texts.cannotStart,
      detail: sentence,
    });
  app.exit(1);
};

const begin = async (): Promise<void> => {
  const dataFolder = prepareDataFolder(start.data ?? defaultDataFolder());
  if (claimInstance(dataFolder, start)) {
    await run(dataFolder);
    return;
  }
  print(`${start.hidden ? texts.alreadyRuns : texts.alreadyRunsAndOpens}\n`);
  app.exit(0);
};

app.setName(texts.product);
app.disableHardwareAcceleration();
// Windows load nothing but this program's own pages, so the network needs no process of its own, which would cost 10 MB.
app.commandLine.appendSwitch('enable-features', 'NetworkServiceInProcess2');
declarePages();
// Not awaited here: Electron becomes ready only after this file has run to its end.
begin().catch(fail);

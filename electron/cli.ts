import { readFile, writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { messageOf } from '#shared/error-message.ts';
import { askAgent } from '#agent/console/client.ts';
import type { Done, SettingsOutcome } from '#shared/ipc.ts';
import { folders } from '#shared/outbox-view.ts';
import type { Folder } from '#shared/outbox-view.ts';
import { defaultDataFolder } from './adapters/data-folder.ts';
import { rowLimit, settingFrom } from './cli-arguments.ts';
import { folderLines, messageLines, probeLines, settingsLines, statusLines } from './cli-text.ts';

declare const __VERSION__: string;

const program = new Command('c-monitor')
  .description('Talks to the C-Monitor agent that runs on this computer.')
  .version(__VERSION__)
  .option('--data <folder>', "the agent's data folder", defaultDataFolder())
  .option('--json', 'print the answer as JSON', false)
  .showHelpAfterError();

const options = (): { data: string; json: boolean } => program.opts();

/** Prints an answer as JSON, or as the lines that a person reads. */
const print = <T>(answer: T, lines: (answer: T) => string[]): void => {
  process.stdout.write(
    options().json ? `${JSON.stringify(answer, null, 2)}\n` : `${lines(answer).join('\n')}\n`,
  );
};

const printDone = (answer: Done, done: string): void => {
  print(answer, (a) => [a.outcome === 'done' ? done : a.reason]);
  if (answer.outcome === 'refused') process.exitCode = 1;
};

const printApplied = (answer: SettingsOutcome): void => {
  print(answer, (a) =>
    a.outcome === 'applied'
      ? ['Applied.']
      : Object.entries(a.errors).map(([field, sentence]) => `${field}: ${sentence}`),
  );
  if (answer.outcome === 'refused') process.exitCode = 1;
};

program
  .command('status')
  .description('what the agent is doing, and its contact with the CM Server')
  .action(async () => print(await askAgent(options().data, 'status', undefined), statusLines));

program
  .command('outbox')
  .description('messages and where they are')
  .addOption(new Option('--folder <name>', 'the messages of this folder').choices(folders))
  .option('--search <text>', 'only messages that hold this text', '')
  .option('--limit <n>', 'at most this many', rowLimit, 50)
  .action(async (choice: { folder?: Folder; search: string; limit: number }) => {
    if (choice.folder === undefined) {
      print(await askAgent(options().data, 'folders', undefined), folderLines);
      return;
    }
    const query = { folder: choice.folder, search: choice.search, limit: choice.limit };
    print(await askAgent(options().data, 'messages', query), (page) => messageLines(page.rows));
  });

program
  .command('send-now')
  .description('try to send everything that waits, now')
  .action(async () => printDone(await askAgent(options().data, 'sendNow', undefined), 'Sending now.'));

program
  .command('run <task>')
  .description('run a task now, such as descript')
  .action(async (taskId: string) =>
    printDone(await askAgent(options().data, 'runTask', { taskId }), `Task ${taskId} is running.`),
  );

program
  .command('probe <path>')
  .description('test a way to the CM Server step by step; the path is http')
  .action(async (path: string) => {
    if (path !== 'http') throw new Error(`There is no path named ${path}. Write: http`);
    const report = await askAgent(options().data, 'probe', { path, draft: {} });
    print(report, probeLines);
    if (!report.ok) process.exitCode = 1;
  });

program
  .command('register <token>')
  .description('register this computer with the token that the operator gave')
  .action(async (token: string) =>
    printDone(await askAgent(options().data, 'register', { token }), 'This computer is registered.'),
  );

program
  .command('diagnostics')
  .description('a text for the support desk, without secrets')
  .action(async () => print(await askAgent(options().data, 'diagnostics', undefined), (text) => [text]));

const settings = program.command('settings').description('read and change settings');

settings
  .command('get [field]')
  .description('all settings with their origin, or one such as http.server')
  .action(async (field: string | undefined) => {
    const view = await askAgent(options().data, 'settingsView', undefined);
    const lines = settingsLines(view, field);
    if (lines.length === 0) throw new Error(`There is no setting named ${field}. See: settings get`);
    print(view, () => lines);
  });

settings
  .command('set <field> <value>')
  .description('change one setting, such as http.server cm.company.com')
  .action(async (field: string, value: string) =>
    printApplied(
      await askAgent(options().data, 'settingsChange', {
        set: settingFrom(field, value),
        unset: [],
        secrets: {},
      }),
    ),
  );

settings
  .command('unset <field>')
  .description('give one setting back to the server or the default')
  .action(async (field: string) =>
    printApplied(await askAgent(options().data, 'settingsChange', { set: {}, unset: [field], secrets: {} })),
  );

settings
  .command('export <file>')
  .description('write local settings to a file, without secrets; - for standard output')
  .action(async (file: string) => {
    const text = await askAgent(options().data, 'settingsExport', undefined);
    if (file === '-') process.stdout.write(text);
    else await writeFile(file, text);
  });

settings
  .command('import <file>')
  .description('replace local settings by those of an exported file')
  .action(async (file: string) =>
    printApplied(await askAgent(options().data, 'settingsImport', await readFile(file, 'utf8'))),
  );

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
});

import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { systemClock } from './clock.ts';
import { readConfig } from './config.ts';
import { createLog } from './log.ts';
import { createServer } from './server.ts';
import type { ForgeServer, Started } from './server.ts';
import { StartError } from './start-error.ts';

declare const __VERSION__: string | undefined;

const usage = `Forge, the CM Server of C-Monitor

  --config <file>          read this configuration (otherwise forge.json in the working folder, if there is one)
  --data <folder>          keep database and keys in this folder
  --token                  print a registration token for one computer, and end
    --customer <code>        for this customer
    --note <text>            with this note
    --hours <number>         valid that long (otherwise 72)
  --reset-password <name>  make and print a new password for an operator, and end
  --version, --help

Every setting is also a variable of the environment, such as FORGE_HTTP_PORT; forge-server/README.md lists them.
`;

const options = {
  config: { type: 'string' },
  data: { type: 'string' },
  token: { type: 'boolean' },
  customer: { type: 'string' },
  note: { type: 'string' },
  hours: { type: 'string' },
  'reset-password': { type: 'string' },
  version: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;
type Flags = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

// From the sources there is no bundler that puts the version in, and the pages stand elsewhere.
const version = typeof __VERSION__ === 'string' ? __VERSION__ : 'from sources';
const portalFolder = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../dist/portal' : '../portal', import.meta.url),
);

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const readFlags = (): Flags => {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw new StartError(
      `${error instanceof Error ? error.message : String(error)} --help tells what there is.`,
      error,
    );
  }
};

const printToken = async (
  server: ForgeServer,
  { customer, note, hours }: Flags,
  firstCustomer: string,
): Promise<void> => {
  const validHours = Number(hours ?? 72);
  if (!Number.isInteger(validHours) || validHours < 1 || validHours > 720)
    throw new StartError('--hours is a whole number from 1 to 720.');
  const made = await server.createToken({
    customer: customer ?? firstCustomer,
    note: note ?? 'made on the server',
    validHours,
  });
  if (!made.ok) throw new StartError(made.message);
  print(made.value.text);
};

const printNewPassword = async (server: ForgeServer, name: string): Promise<void> => {
  const made = await server.resetPassword(name);
  if (made === undefined) throw new StartError(`There is no operator ${name}.`);
  print(`The new password of ${made.name}: ${made.password}`);
};

const greet = ({ addresses, firstOperator, certificate }: Started): void => {
  print(`Forge ${version} is running. CM Portal: ${addresses.join('  ')}`);
  if (certificate?.selfMade === true)
    print(`HTTPS has a certificate of the server's own; its pin for computers: ${certificate.pin}`);
  if (firstOperator === undefined) return;
  print(
    `Sign in as ${firstOperator.name} with the password ${firstOperator.password} (shown only now; change it in the Portal).`,
  );
};

/** Runs until a signal asks it to end. A second signal ends it at once. */
const serve = async (server: ForgeServer): Promise<void> => {
  const asked = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, resolve);
  });
  const started = await server.start();
  greet(started);
  // A program that started this one learns the addresses without reading them off the screen.
  process.send?.(started);
  await asked;
};

// Whatever this server writes is for its own user alone.
process.umask(0o077);

const run = async (): Promise<void> => {
  const flags = readFlags();
  if (flags.help === true) return print(usage);
  if (flags.version === true) return print(version);
  const config = readConfig(flags, process.env);
  const server = await createServer(config, {
    clock: systemClock,
    log: createLog(config.logLevel),
    version,
    portalFolder,
  });
  try {
    if (flags.token === true) await printToken(server, flags, config.customerCode);
    else if (flags['reset-password'] !== undefined) await printNewPassword(server, flags['reset-password']);
    else await serve(server);
  } finally {
    await server.stop();
  }
};

run().catch((error: unknown) => {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});

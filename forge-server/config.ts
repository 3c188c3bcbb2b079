import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { codeOf, StartError } from './start-error.ts';

/** Environment variables are texts; digits alone are meant as a number. */
const asNumber = (value: unknown): unknown =>
  typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
const portWords = 'write a port from 0 to 65535, or "off"';
const portSchema = z.preprocess(
  (value) => (value === 'off' ? value : asNumber(value)),
  z.union([z.literal('off'), z.int(portWords).min(0, portWords).max(65_535, portWords)], portWords),
);
const secondsSchema = (min: number, max: number) =>
  z.preprocess(
    asNumber,
    z
      .int(`write seconds from ${min} to ${max}`)
      .min(min, `from ${min} seconds`)
      .max(max, `to ${max} seconds`),
  );

/** Everything that can be set. The file `forge.json` has these keys; the environment has them as `FORGE_DATA_FOLDER` and so on. */
export const configSchema = z
  .strictObject({
    /** Database, keys and certificate. Only the server's own user may read it. */
    dataFolder: z.string().min(1).default('forge-data'),
    /** Address to listen on for plain HTTP; empty for all addresses. What computers send is signed and sealed either way. */
    httpHost: z.string().default('127.0.0.1'),
    /** Port for plain HTTP; 0 for any free one, `off` for none. */
    httpPort: portSchema.default(8080),
    /** Address to listen on for HTTPS; empty for all addresses. */
    httpsHost: z.string().default(''),
    /** Port for HTTPS; 0 for any free one, `off` for none. */
    httpsPort: portSchema.default('off'),
    /** Certificate chain and key (PEM files) for HTTPS. Without them the server makes a certificate of its own by openssl. */
    certificateFile: z.string().min(1).optional(),
    keyFile: z.string().min(1).optional(),
    /** Where computers find this server, such as `https://cm.company.com`; goes into registration tokens. */
    publicAddress: z
      .url({ protocol: /^https?$/, error: 'write an address such as https://cm.company.com' })
      .max(300)
      .optional(),
    /** The customer that is made at the very first start. */
    customerCode: z
      .string()
      .regex(/^[A-Z]{2,8}$/, 'write two to eight capital letters')
      .default('HOME'),
    customerName: z.string().min(1).max(200).default('My company'),
    /** Seconds without contact after which a computer counts as silent, and as offline. */
    silentAfterS: secondsSchema(20, 86_400).default(75),
    offlineAfterS: secondsSchema(20, 604_800).default(300),
    /** Longest time that one request may take to arrive, in seconds. */
    requestTimeoutS: secondsSchema(1, 3600).default(300),
    logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  })
  .refine((config) => config.httpPort !== 'off' || config.httpsPort !== 'off', {
    path: ['httpPort'],
    error: 'HTTP and HTTPS are both off: give one of them a port',
  })
  .refine((config) => (config.certificateFile === undefined) === (config.keyFile === undefined), {
    path: ['keyFile'],
    error: 'give certificateFile and keyFile together, or neither',
  })
  .refine((config) => config.offlineAfterS >= config.silentAfterS, {
    path: ['offlineAfterS'],
    error: 'must not be less than silentAfterS',
  });
export type Config = z.infer<typeof configSchema>;

const settings = Object.keys(configSchema.shape);
const variableOf = (setting: string): string =>
  `FORGE_${setting.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

/**
 * Checks settings and adds the defaults.
 * @param from what the settings come from, for the sentence
 * @throws StartError that names the first wrong one
 */
export const parseConfig = (given: unknown, from = 'The configuration'): Config => {
  const parsed = configSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue?.code === 'unrecognized_keys')
    throw new StartError(
      `${from} holds "${issue.keys.join('", "')}", which is no setting; the settings are ${settings.join(', ')}.`,
    );
  const name = issue?.path.join('.') ?? '';
  throw new StartError(`${from} is wrong at "${name}": ${issue?.message}.`);
};

const readFile = (file: string, mustExist: boolean): Record<string, unknown> => {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return z.record(z.string(), z.unknown()).parse(parsed);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && !mustExist) return {};
    if (codeOf(error) === 'ENOENT') throw new StartError(`There is no configuration file ${file}.`, error);
    if (codeOf(error) !== undefined)
      throw new StartError(`The configuration file ${file} cannot be read: ${codeOf(error)}.`, error);
    throw new StartError(`The configuration file ${file} is no JSON object: correct it or remove it.`, error);
  }
};

const fromEnvironment = (environment: NodeJS.ProcessEnv): Record<string, string> => {
  const given = settings.flatMap((setting) => {
    const value = environment[variableOf(setting)];
    return value === undefined ? [] : [[setting, value] as const];
  });
  return Object.fromEntries(given);
};

/** Paths in the file are meant from the file's own folder. */
const resolvePaths = (given: Record<string, unknown>, folder: string): Record<string, unknown> => {
  const paths = ['dataFolder', 'certificateFile', 'keyFile'];
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      paths.includes(name) && typeof value === 'string' ? resolve(folder, value) : value,
    ]),
  );
};

/**
 * Reads the configuration: the file, over it the environment, over it the flags.
 * @param flags `config` is the file, which must exist then; without it `forge.json` in the working folder is read if there is one
 * @throws StartError with what to correct
 */
export const readConfig = (
  flags: { config?: string | undefined; data?: string | undefined },
  environment: NodeJS.ProcessEnv,
): Config => {
  const file = resolve(flags.config ?? 'forge.json');
  const inFile = resolvePaths(readFile(file, flags.config !== undefined), dirname(file));
  const here = resolvePaths(
    { ...fromEnvironment(environment), ...(flags.data !== undefined && { dataFolder: flags.data }) },
    '.',
  );
  return parseConfig(
    { dataFolder: resolve('forge-data'), ...inFile, ...here },
    `The configuration (${file}, FORGE_… variables)`,
  );
};

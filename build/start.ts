// `npm start`: Forge and the agent together on the private folder `.data`. `-- --once` does the first job and ends.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { messageOf } from '#shared/error-message.ts';
import { build } from './build.ts';
import { dist, quietNode } from './dist.ts';
import { projectRoot, requireElectron } from './electron-dist.mjs';
import { firstJob } from './first-job.ts';
import { freePort } from './free-port.ts';
import { signIn } from './portal-client.ts';
import { startProgram } from './program.ts';
import type { Program } from './program.ts';

const data = join(projectRoot, '.data');
const forgeFolder = join(data, 'forge');
const agentFolder = join(data, 'agent');
const forgeConfig = join(forgeFolder, 'forge.json');
const loginFile = join(forgeFolder, 'first-login.json');
/** As in electron/adapters/supervision.ts, which this folder does not reach. */
const restartExitCode = 75;

const once = process.argv.includes('--once');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const startedSchema = z.object({
  addresses: z.array(z.string()).min(1),
  firstOperator: z.object({ name: z.string(), password: z.string() }).optional(),
});
type Login = NonNullable<z.infer<typeof startedSchema>['firstOperator']>;

/** The private Forge keeps its port, because the agent has to find it again. */
const prepareForge = async (): Promise<void> => {
  mkdirSync(forgeFolder, { recursive: true, mode: 0o700 });
  if (existsSync(forgeConfig)) return;
  const config = { dataFolder: '.', httpHost: '127.0.0.1', httpPort: await freePort(), logLevel: 'warn' };
  writeFileSync(forgeConfig, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
};

/** Leaves a token for an agent that is not registered yet; it finds the token at its start. */
const prepareAgent = async (): Promise<void> => {
  mkdirSync(agentFolder, { recursive: true, mode: 0o700 });
  const identity = join(agentFolder, 'identity.json');
  const isRegistered = existsSync(identity) && readFileSync(identity, 'utf8').includes('"registration"');
  const token = join(agentFolder, 'registration.token');
  if (isRegistered || existsSync(token)) return;
  const { stdout } = await promisify(execFile)(process.execPath, [
    quietNode,
    dist('server', 'main.js'),
    '--config',
    forgeConfig,
    '--token',
  ]);
  writeFileSync(token, stdout, { mode: 0o600 });
};

const startForge = (
  onEnd: (code: number) => void,
): Promise<{ forge: Program; portal: string; login: Login | undefined }> =>
  new Promise((resolve, reject) => {
    const forge = startProgram(
      process.execPath,
      [quietNode, dist('server', 'main.js'), '--config', forgeConfig],
      {
        quiet: true,
        onEnd: (code) => {
          reject(new Error('Forge ended before it listened; its reason stands above.'));
          onEnd(code);
        },
        onMessage: (message) => {
          const started = startedSchema.parse(message);
          if (started.firstOperator)
            writeFileSync(loginFile, JSON.stringify(started.firstOperator), { mode: 0o600 });
          const login = existsSync(loginFile)
            ? (JSON.parse(readFileSync(loginFile, 'utf8')) as Login)
            : undefined;
          resolve({ forge, portal: started.addresses[0] ?? '', login });
        },
      },
    );
  });

const startAgent = (onEnd: (code: number) => void): Program => {
  const hasDisplay =
    process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  const supervised = { env: { CMONITOR_SUPERVISED: '1' }, restartOn: restartExitCode, onEnd };
  if (once || !hasDisplay) {
    if (!once) say('There is no display, so the agent runs without icon and window.');
    const headless = dist('headless', 'headless.js');
    return startProgram(process.execPath, [quietNode, headless, '--data', agentFolder], {
      ...supervised,
      quiet: true,
    });
  }
  // Chromium refuses to run its sandbox for root, and complains of every desktop service that is not there.
  const switches = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--log-level=3'];
  const page = ['--data', agentFolder, '--open', 'general'];
  return startProgram(requireElectron().executable, [...switches, projectRoot, ...page], supervised);
};

const programs: Program[] = [];
const stopAll = async (): Promise<void> => {
  for (const program of programs.splice(0).toReversed()) await program.stop();
};
const endWith = (code: number): void => void stopAll().then(() => process.exit(code));

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    say('\nStopping …');
    endWith(0);
  });
}

try {
  await build();
  await prepareForge();
  await prepareAgent();
  const { forge, portal, login } = await startForge(endWith);
  programs.push(forge);
  programs.push(
    startAgent((code) => {
      say(
        code === 0
          ? 'C-Monitor was ended; Forge is stopped too.'
          : `C-Monitor ended by itself (${code}); Forge is stopped too.`,
      );
      endWith(code);
    }),
  );
  say(`CM Portal     ${portal}`);
  if (login) say(`Sign in as    ${login.name}, password ${login.password} (until you change it)`);
  if (once) {
    if (!login)
      throw new Error(
        `The login of the first start is gone from ${loginFile}. Remove the folder .data to begin anew.`,
      );
    const signedIn = await signIn(portal, login.name, login.password).catch((error: unknown) => {
      throw new Error(
        `${messageOf(error)} If it was changed in the Portal, write the new one into ${loginFile}.`,
      );
    });
    await firstJob(signedIn, say);
    await stopAll();
    say('Stopped       everything is in .data, for the next start');
  } else say('Ctrl-C stops everything.');
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  endWith(1);
}

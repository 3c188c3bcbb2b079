// How everything in this folder starts another program.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { projectRoot } from './electron-dist.mjs';

/**
 * @typedef {object} Result
 * @property {boolean} ok it ended by itself with exit code 0
 * @property {string} output its standard output
 * @property {string} errors its standard error
 * @property {string} reason when not ok: its telling words, or that it was missing or out of time
 *
 * @typedef {object} Options
 * @property {number} seconds it is ended after so long
 * @property {NodeJS.ProcessEnv} [env]
 * @property {string} [cwd]
 * @property {boolean} [echo] show what it prints, as it comes
 */

const hasProcessGroups = process.platform !== 'win32';
/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/**
 * Runs a program to its end, and ends whatever it left behind. Never throws.
 * @param {string} program
 * @param {string[]} args
 * @param {Options} options
 * @returns {Promise<Result>}
 */
export function run(program, args, { seconds, env = process.env, cwd = projectRoot, echo = false }) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: hasProcessGroups,
      shell: !hasProcessGroups,
    });
    running.add(child);
    let output = '';
    let errors = '';
    let outOfTime = false;
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      output += text;
      if (echo) process.stdout.write(text);
    });
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      errors += text;
      if (echo) process.stderr.write(text);
    });
    const deadline = setTimeout(() => {
      outOfTime = true;
      endGroup(child);
    }, seconds * 1000);
    child.on('exit', () => endGroup(child));
    child.on('error', (error) => finish(false, error.message));
    child.on('close', (code) => {
      finish(code === 0, outOfTime ? `no end after ${seconds} s` : tellingWords(errors || output, code));
    });

    function finish(/** @type {boolean} */ ok, /** @type {string} */ reason) {
      clearTimeout(deadline);
      running.delete(child);
      resolve({ ok, output, errors, reason });
    }
  });
}

/**
 * The environment without this project's own programs, so that npm does not run on the Node it is replacing.
 * @returns {NodeJS.ProcessEnv}
 */
export function machineEnvironment() {
  const own = join(projectRoot, 'node_modules', '.bin');
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== own);
  return { ...process.env, PATH: path.join(delimiter) };
}

/** @param {import('node:child_process').ChildProcess} child */
function endGroup(child) {
  if (child.pid === undefined) return;
  try {
    process.kill(hasProcessGroups ? -child.pid : child.pid, 'SIGKILL');
  } catch {
    // Nothing of it is left, which is what was wanted.
  }
}

/**
 * @param {string} text
 * @param {number | null} code
 */
function tellingWords(text, code) {
  const lines = text.split('\n').map((line) => line.trim());
  // npm says first what kind of error it met, line by line, and only then which.
  const says = lines.filter((line) => !/^npm error (code|errno|syscall|address|port) /.test(line));
  const failure = says.find((line) => /error|failed|unable|denied/i.test(line));
  const telling = failure ?? lines.filter(Boolean).at(-1);
  return telling ? telling.slice(0, 200) : `exit code ${code}`;
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    // The programs are in groups of their own, so the terminal's Ctrl-C did not reach them.
    for (const child of running) endGroup(child);
    process.exit(130);
  });
}

// How every set-up step starts another program.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { projectRoot } from '../electron-dist.mjs';

/**
 * @typedef {object} Result
 * @property {boolean} ok it ended by itself with exit code 0
 * @property {string} output its standard output
 * @property {string} reason when not ok: its last words, or that it was missing or out of time
 */

/**
 * Runs a program to its end, quietly. Never throws.
 * @param {string} program
 * @param {string[]} args
 * @param {{ seconds: number, env?: NodeJS.ProcessEnv, cwd?: string }} options seconds: it is ended after so long
 * @returns {Promise<Result>}
 */
export function run(program, args, { seconds, env = process.env, cwd = projectRoot }) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: seconds * 1000,
      killSignal: 'SIGKILL',
      shell: process.platform === 'win32',
    });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (errors += chunk));
    child.on('error', (error) => resolve({ ok: false, output, reason: error.message }));
    child.on('close', (code, signal) => {
      const reason = signal ? `no end after ${seconds} s` : lastWords(errors || output, code);
      resolve({ ok: code === 0, output, reason });
    });
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

/**
 * @param {string} text
 * @param {number | null} code
 */
function lastWords(text, code) {
  const lines = text.split('\n').map((line) => line.trim());
  const telling =
    lines.find((line) => /error|failed|unable|denied/i.test(line)) ?? lines.filter(Boolean).at(-1);
  return telling ? telling.slice(0, 200) : `exit code ${code}`;
}

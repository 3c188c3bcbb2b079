// Gets a computer ready: `node build/setup.mjs [--for start|server|test|bench]`. Needs nothing but Node 20 and npm.
import { debianPackages } from './setup/debian-packages.mjs';
import { electronBinary } from './setup/electron-binary.mjs';
import { npmPackages } from './setup/npm-packages.mjs';

/**
 * @typedef {'start' | 'server' | 'test' | 'bench'} Purpose
 * @typedef {{ purpose: Purpose, withElectron: boolean }} Situation
 * @typedef {{ did: string } | { failed: string, command: string }} Outcome command: what the user may type instead
 * @typedef {{ name: string, run(situation: Situation): Promise<Outcome> }} Step
 */

/** @type {Purpose[]} */
const purposes = ['start', 'server', 'test', 'bench'];
const steps = [npmPackages, debianPackages, electronBinary];

/**
 * @param {string[]} args
 * @returns {Purpose | undefined}
 */
function readPurpose(args) {
  if (args.length === 0) return 'test';
  const [option, value] = args;
  return option === '--for' ? purposes.find((purpose) => purpose === value) : undefined;
}

/** @param {Purpose} purpose */
function needsElectron(purpose) {
  if (purpose === 'server') return false;
  if (purpose === 'test' || purpose === 'bench') return true;
  const hasDisplay = Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
  return process.platform !== 'linux' || hasDisplay;
}

const purpose = readPurpose(process.argv.slice(2));
if (!purpose) {
  console.error(`usage: node build/setup.mjs [--for ${purposes.join('|')}]`);
  process.exit(2);
}
for (const step of steps) {
  const began = performance.now();
  const patience = setTimeout(() => console.log(`setup  ${step.name}: working on it`), 1500);
  const outcome = await step.run({ purpose, withElectron: needsElectron(purpose) });
  clearTimeout(patience);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  if ('failed' in outcome) {
    console.error(`setup  ${step.name}: ${outcome.failed} (${seconds} s)`);
    console.error(
      `Without it "npm run ${purpose}" does not work. Type this, then try again:\n  ${outcome.command}`,
    );
    process.exit(1);
  }
  console.log(`setup  ${step.name}: ${outcome.did} (${seconds} s)`);
}

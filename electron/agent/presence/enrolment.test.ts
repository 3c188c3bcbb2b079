import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { printToken } from '#shared/wire/token.ts';
import { systemClock } from '../clock.ts';
import { silentLog } from '../silent-log.double.ts';
import { Enrolment } from './enrolment.ts';
import { openIdentityFile } from './identity-file.ts';
import type { RegistrationWire } from './registration.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'cm-enrolment-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const noServer = (): RegistrationWire => {
  throw new Error('nothing here may ask a server');
};

const open = (wireTo: (server: string) => RegistrationWire = noServer): Enrolment =>
  new Enrolment({
    host: {
      dataFolder: folder,
      clock: systemClock,
      random: () => 0,
      log: silentLog,
      computerName: 'JURAJ-HP',
      version: '1',
    },
    identityFile: openIdentityFile(folder),
    wireTo,
    takeOver: () => Promise.resolve(),
    onRegistered: () => undefined,
    onChange: () => undefined,
  });

const tokenFile = (): string => path.join(folder, 'registration.token');
const running = new AbortController().signal;

test('without an installer’s token there is nothing to do', async () => {
  const enrolment = open();
  await enrolment.run(running);
  expect(enrolment.state).toBe('none');
});

test('an installer’s file that holds no token is refused, and named', async () => {
  writeFileSync(tokenFile(), 'hello');
  const enrolment = open();
  await enrolment.run(running);
  expect(enrolment.state).toBe('refused');
  expect(enrolment.reason).toContain(tokenFile());
});

test('an installer’s file that cannot be read is refused with what to do; the agent goes on', async () => {
  mkdirSync(tokenFile());
  const enrolment = open();
  await enrolment.run(running);
  expect(enrolment.state).toBe('refused');
  expect(enrolment.reason).toMatch(/cannot be read.*Make it readable/);
});

test('each try closes the way it took', async () => {
  const asked: string[] = [];
  const enrolment = open((server) => ({
    keys: () => Promise.reject(new Error('The server is away.')),
    send: () => Promise.reject(new Error('nothing may be sent without keys')),
    close: () => void asked.push(server),
  }));
  const server = 'https://cm.example.com';
  const token = printToken({ server, rootKeyHash: 'A'.repeat(43), secret: 'S'.repeat(22) });
  expect(await enrolment.registerWith(token)).toMatchObject({ outcome: 'refused' });
  expect(asked).toEqual([server]);
});

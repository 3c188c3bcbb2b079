import type { MessageDetail, MessageRow } from '#shared/outbox-view.ts';
import type { ProbeReport } from '#shared/probe.ts';
import type { AgentStatus } from '#shared/status.ts';

const minute = 60_000;

/** A computer that is registered and in contact. */
export const connectedStatus = (now: number): AgentStatus => ({
  at: now,
  version: '0.1.0',
  phase: 'running',
  computerName: 'EVA-DESKTOP',
  registration: 'registered',
  cmId: 'ACMEPC017',
  customer: 'Acme Ltd.',
  licence: { type: 'standard', target: 'desktop', validTo: now + 200 * 24 * 60 * minute },
  server: 'cm.support.example',
  contact: 'ok',
  lastContact: now - 9000,
  settingsVersion: 7,
  paths: [{ name: 'HTTP', kind: 'http', state: 'ok', sentence: 'Works.' }],
  outbox: {
    counts: { waiting: 0, sending: 0, sent: 0, confirmed: 0, disabled: 0, failed: 0, expired: 0 },
    waitingBytes: 0,
  },
  tasks: [],
  runningCommands: [],
  problems: [],
});

/** A computer that has just been installed. */
export const newStatus = (now: number): AgentStatus => {
  const {
    cmId: _id,
    customer: _customer,
    licence: _licence,
    server: _server,
    lastContact: _last,
    ...rest
  } = connectedStatus(now);
  return { ...rest, registration: 'none', contact: 'never', settingsVersion: 0 };
};

/** An identifier of the right form; a higher number is newer. */
export const sampleId = (number: number): string =>
  `01990000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;

/** One message with a body and a history. */
export const sampleMessage = (number: number, now: number, row: Partial<MessageRow>): MessageDetail => {
  const created = now - (10_000 - number) * minute;
  return {
    row: {
      id: sampleId(number),
      class: 'taskResult',
      title: `Descript of EVA-DESKTOP, ${number}`,
      state: 'confirmed',
      why: 'The CM Server has confirmed it.',
      created,
      changed: created + 2000,
      bytes: 1200 + (number % 97) * 411,
      attempts: 1,
      path: 'HTTP',
      ...row,
    },
    body: JSON.stringify({ taskId: 'descript', outcome: 'ok', number, result: { os: 'Linux' } }, null, 2),
    history: [
      { at: created, event: 'Put into the outbox' },
      { at: created + 1500, event: 'Offered to HTTP' },
      { at: created + 2000, event: 'The CM Server has it on disk' },
    ],
  };
};

/** An outbox with something in every folder. */
export const sampleMessages = (now: number): MessageDetail[] => [
  sampleMessage(9006, now, {
    title: 'Descript of EVA-DESKTOP',
    state: 'waiting',
    why: 'The CM Server did not answer within 60 s.',
    attempts: 3,
    nextTry: now + 2 * minute,
    bytes: 48_213,
  }),
  sampleMessage(9005, now, {
    class: 'confirmation',
    title: 'List of partitions done',
    state: 'waiting',
    why: 'It waits for its turn.',
    attempts: 0,
  }),
  sampleMessage(9004, now, {
    class: 'command',
    title: 'List partitions',
    state: 'done',
    why: 'Done.',
    bytes: 312,
  }),
  sampleMessage(9003, now, {
    class: 'system',
    title: 'C-Monitor started',
    state: 'disabled',
    why: 'Sending of system messages is switched off.',
    attempts: 0,
  }),
  sampleMessage(9002, now, {
    class: 'notification',
    title: 'Disk C: is almost full',
    state: 'failed',
    why: 'The CM Server refused it: the address is not known.',
    attempts: 5,
  }),
  sampleMessage(9001, now, { class: 'confirmation', title: 'Descript sent', state: 'confirmed' }),
  ...Array.from({ length: 1200 }, (_, at) => sampleMessage(1200 - at, now, {})),
];

/** A connection test that went well but for a warning. */
export const goodProbe: ProbeReport = {
  path: 'http',
  address: 'https://cm.support.example:443',
  ok: true,
  steps: [
    { step: 'settings', outcome: 'ok', ms: 0.2, words: 'https://cm.support.example:443, then port 11438' },
    { step: 'dns', outcome: 'ok', ms: 18, words: 'cm.support.example is 192.0.2.10' },
    { step: 'tcp', outcome: 'ok', ms: 31, words: 'Connected to 192.0.2.10, port 443' },
    { step: 'proxy', outcome: 'skipped', ms: 0, words: 'No proxy is used.' },
    { step: 'tls', outcome: 'warning', ms: 64, words: 'TLS 1.3; the certificate ends in 9 days.' },
    { step: 'http', outcome: 'ok', ms: 40, words: 'HTTP/1.1 200 OK' },
    { step: 'identity', outcome: 'ok', ms: 2, words: 'CMS-ABCDEFGH234567AB, as at registration' },
    { step: 'registration', outcome: 'ok', ms: 39, words: 'ACMEPC017 is known.' },
  ],
  sentence: 'The CM Server answers at https://cm.support.example:443 in 0.2 s.',
  remedy: '',
};

/** A connection test that met a firewall. */
export const failedProbe: ProbeReport = {
  path: 'http',
  address: 'https://cm.support.example:443',
  ok: false,
  steps: [
    { step: 'settings', outcome: 'ok', ms: 0.2, words: 'https://cm.support.example:443, then port 11438' },
    { step: 'dns', outcome: 'ok', ms: 18, words: 'cm.support.example is 192.0.2.10' },
    { step: 'tcp', outcome: 'failed', ms: 5000, words: 'connect ETIMEDOUT 192.0.2.10:443' },
  ],
  sentence: 'Nothing answers at 192.0.2.10, port 443.',
  remedy: 'Ask the administrator of the network to let port 443 to cm.support.example out.',
};

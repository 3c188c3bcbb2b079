// The agent's incoming road as a process of its own, which kills itself at a given step.
// Arguments: data folder, number of the step (0 never). It exits by itself when every command has ended.
import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { outgoingDefaults } from '#shared/settings/outgoing.ts';
import { systemClock } from '#agent/clock.ts';
import type { CommandOutcome, CommandServices } from '#agent/commands/context.ts';
import { createObey } from '#agent/commands/obey.ts';
import { runners } from '#agent/commands/registry.ts';
import type { Log } from '#agent/host.ts';
import { createOutbox } from '#agent/outbox/outbox.ts';
import type { IdentityRecord } from '#agent/presence/identity-file.ts';
import { identityOf } from '#agent/presence/identity.ts';
import { openStore } from '#agent/store/store.ts';
import type { Store } from '#agent/store/store.ts';
import { createInbox } from '#agent/inbox/inbox.ts';

const [, , folder = '', fatal = '0'] = process.argv;
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: console.error };
let steps = 0;

const step = (): void => {
  steps += 1;
  if (steps === Number(fatal)) process.kill(process.pid, 'SIGKILL');
};

/** Every write can be the last thing the process does: just before its commit and just after. */
const mortal = (store: Store): Store => ({
  ...store,
  get writing() {
    return store.writing;
  },
  write: async (work) => {
    const result = await store.write(() => {
      const done = work();
      step();
      return done;
    });
    step();
    return result;
  },
});

const effect = async (name: string): Promise<CommandOutcome> => {
  step();
  appendFileSync(path.join(folder, 'effects'), `${name}\n`, { flush: true });
  step();
  return { state: 'done', result: { name } };
};

const { record, envelopes } = JSON.parse(readFileSync(path.join(folder, 'given.json'), 'utf8')) as {
  record: IdentityRecord;
  envelopes: string[];
};
const store = mortal(openStore(path.join(folder, 'agent.db'), silent));
const outbox = createOutbox({
  store,
  clock: systemClock,
  log: silent,
  settings: () => outgoingDefaults,
  onChange: () => {},
  whyWaiting: () => undefined,
});
const now = (): number => systemClock.now();
const obey = createObey({
  store,
  outbox,
  clock: systemClock,
  trustedNow: now,
  log: silent,
  forbidden: () => [],
  services: {} as CommandServices,
  onChange: () => {},
  runners: {
    ...runners,
    runTask: ({ taskId }) => effect(taskId),
    setSettings: ({ document }) => effect(document.customer),
  },
});
const inbox = createInbox({
  store,
  outbox,
  clock: systemClock,
  identity: () => identityOf(record),
  trustedNow: now,
  forbidden: () => [],
  log: silent,
  onAccepted: () => obey.wake(),
  sendReceipt: () => {},
});

const unfinished = store.prepare<{ count: number }>(
  "SELECT count(*) AS count FROM commands WHERE state IN ('received', 'started')",
);
const finished = new Promise<void>((resolve) => {
  store.onCommit(() => {
    if (delivered && unfinished.get()?.count === 0) resolve();
  });
});
let delivered = false;

await inbox.start();
await obey.start();
for (const envelope of envelopes) await inbox.deliver(Buffer.from(envelope, 'base64'), 'HTTP');
delivered = true;
await Promise.all([finished, store.write(() => undefined)]);
await Promise.all([obey.stop(), outbox.stop()]);
await store.close();
console.log(JSON.stringify({ steps }));

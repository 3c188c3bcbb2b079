import { beforeEach, expect, it } from 'vitest';
import type { AgentStatus } from '#shared/status.ts';
import { english } from './texts.ts';
import { createTrayActions } from './tray-actions.ts';
import type { TrayActionOptions } from './tray-actions.ts';

let did: unknown[];
let options: TrayActionOptions;
beforeEach(() => {
  did = [];
  const note =
    (name: string) =>
    (...given: unknown[]): void =>
      void did.push([name, ...given]);
  options = {
    api: {
      sendNow: () => {
        did.push('sendNow');
        return Promise.resolve({ outcome: 'done' });
      },
      probe: () =>
        Promise.resolve({
          path: 'http',
          address: '',
          ok: false,
          steps: [],
          sentence: 'No answer.',
          remedy: 'Look at the cable.',
        }),
      runTask: ({ taskId }) => {
        did.push(['runTask', taskId]);
        return Promise.resolve({ outcome: 'done' });
      },
      pause: () => Promise.resolve({ outcome: 'refused', reason: 'Only the owner may.' }),
    },
    status: () =>
      ({
        tasks: [{ id: 'd1', title: 'Descript', kind: 'descript', running: false }],
      }) as unknown as AgentStatus,
    texts: english,
    openPage: note('openPage'),
    tell: (title, text) => {
      did.push(['tell', title, text]);
      return Promise.resolve(true);
    },
    showAbout: note('about'),
    exit: note('exit'),
  };
});

it('tries to send, then tells how the connection is and what to do', async () => {
  await createTrayActions(options).checkConnection();
  expect(did).toEqual(['sendNow', ['tell', 'Connection to the CM Server', 'No answer. Look at the cable.']]);
});

it('runs the task that is the inventory, whatever its name', async () => {
  await createTrayActions(options).runDescript();
  expect(did[0]).toEqual(['runTask', 'd1']);
});

it('tells why it was refused', async () => {
  await createTrayActions(options).pause();
  expect(did).toEqual([['tell', 'C-Monitor', 'Only the owner may.']]);
});

it('opens the page that the line names', async () => {
  const actions = createTrayActions(options);
  await actions.messages();
  await actions.configuration();
  expect(did).toEqual([
    ['openPage', 'messages'],
    ['openPage', 'general'],
  ]);
});

import { expect, test } from 'vitest';
import type { WindowBridge } from '#shared/ipc.ts';
import type { ProbeReport, ProbeStep } from '#shared/probe.ts';
import { startProbe } from './probe.ts';
import { reportText } from './report-text.ts';

const step = (name: ProbeStep['step'], words: string): ProbeStep => ({
  step: name,
  outcome: 'ok',
  ms: 12.4,
  words,
});
const report: ProbeReport = {
  path: 'http',
  address: 'https://cm.example:443',
  ok: true,
  steps: [step('dns', 'cm.example is 192.0.2.1'), step('tcp', 'Connected')],
  sentence: 'The CM Server answers.',
  remedy: '',
};

const bridgeWith = () => {
  const answer = Promise.withResolvers<ProbeReport>();
  const listeners = new Set<(value: ProbeStep) => void>();
  const bridge = {
    call: () => answer.promise,
    on: (_event: string, listener: (value: ProbeStep) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return { bridge: bridge as unknown as WindowBridge, answer, listeners };
};

const changed = (probe: ReturnType<typeof startProbe>): Promise<void> =>
  new Promise((resolve) => {
    const stop = probe.subscribe(() => {
      stop();
      resolve();
    });
  });

test('steps are shown as they come, and the report has the last word', async () => {
  const { bridge, answer, listeners } = bridgeWith();
  const probe = startProbe(bridge, { path: 'http', draft: {} });
  for (const listener of listeners) listener(step('dns', 'first'));
  expect(probe.get()).toMatchObject({ steps: [{ words: 'first' }], report: undefined });
  const done = changed(probe);
  answer.resolve(report);
  await done;
  expect(probe.get()).toEqual({ steps: report.steps, report, failure: undefined });
});

test('after the end nothing is listened to any more', async () => {
  const { bridge, answer, listeners } = bridgeWith();
  const probe = startProbe(bridge, { path: 'http', draft: {} });
  const done = changed(probe);
  answer.reject(new Error('The agent is stopping.'));
  await done;
  await Promise.resolve();
  expect(probe.get().failure).toBe('The agent is stopping.');
  expect(listeners.size).toBe(0);
});

test('a report as text has every step on its own line', () => {
  expect(reportText(report)).toBe(
    [
      'http: https://cm.example:443',
      'dns: ok, 12 ms. cm.example is 192.0.2.1',
      'tcp: ok, 12 ms. Connected',
      'The CM Server answers.',
    ].join('\n'),
  );
});

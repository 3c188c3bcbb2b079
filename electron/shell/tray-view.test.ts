import { describe, expect, it } from 'vitest';
import type { AgentStatus } from '#shared/status.ts';
import { english } from './texts.ts';
import { trayView } from './tray-view.ts';

const noon = new Date(2026, 10, 20, 12, 0).getTime();
const minute = 60_000;

const status = (differs: Partial<AgentStatus> = {}): AgentStatus => ({
  at: noon,
  version: '1.0.0',
  phase: 'running',
  computerName: 'JURAJ-HP',
  registration: 'registered',
  cmId: 'SVYPC019',
  server: 'cm.company.com',
  contact: 'ok',
  lastContact: noon - 5 * minute,
  settingsVersion: 1,
  paths: [{ name: 'HTTP', kind: 'http', state: 'ok', sentence: '' }],
  outbox: {
    counts: { waiting: 0, sending: 0, sent: 0, confirmed: 7, disabled: 0, failed: 0, expired: 0 },
    waitingBytes: 0,
  },
  tasks: [{ id: 'descript', title: 'Descript', kind: 'descript', running: false }],
  runningCommands: [],
  problems: [],
  ...differs,
});
const view = (differs?: Partial<AgentStatus>) => trayView(status(differs), english);

it('shows a connected computer', () => {
  expect(view()).toEqual({
    icon: 'connected',
    tooltip: 'C-Monitor: Connected to cm.company.com\nSVYPC019 · JURAJ-HP\nLast contact 11:55 · HTTP',
    menu: [
      { label: 'Connected to cm.company.com' },
      { label: 'SVYPC019 · Last contact 11:55' },
      'separator',
      { label: 'New request (not available yet)' },
      { label: 'Messages…', action: 'messages' },
      { label: 'Configuration…', action: 'configuration' },
      'separator',
      { label: 'Check connection now', action: 'checkConnection' },
      { label: 'Run Descript now', action: 'runDescript' },
      { label: 'Pause C-Monitor', action: 'pause' },
      'separator',
      { label: 'About C-Monitor', action: 'about' },
      { label: 'Exit', action: 'exit' },
    ],
  });
});

describe('icon and first line', () => {
  it.each<[string, Partial<AgentStatus>, string, string]>([
    ['contact lost', { contact: 'lost' }, 'no-contact', 'No contact with cm.company.com'],
    ['never reached', { contact: 'never' }, 'no-contact', 'No contact with cm.company.com yet'],
    ['paused', { phase: 'paused', contact: 'lost' }, 'paused', 'Paused'],
    [
      'not registered',
      { registration: 'none', contact: 'never' },
      'not-registered',
      'This computer is not registered',
    ],
    ['registering', { registration: 'registering' }, 'not-registered', 'Registering this computer'],
    [
      'refused',
      { registration: 'refused' },
      'not-registered',
      'The CM Server refused to register this computer',
    ],
    ['starting', { phase: 'starting', contact: 'never' }, 'no-contact', 'Starting'],
    ['stopping', { phase: 'stopping' }, 'connected', 'Stopping'],
  ])('%s', (_case, differs, icon, line) => {
    const seen = view(differs);
    expect([seen.icon, seen.menu[0]]).toEqual([icon, { label: line }]);
    expect(seen.tooltip.split('\n')[0]).toBe(`C-Monitor: ${line}`);
  });
});

it('names the day of an old contact, and says when there was none', () => {
  const yesterday = view({ lastContact: noon - 24 * 60 * minute }).menu[1];
  expect(yesterday).toEqual({ label: 'SVYPC019 · Last contact 19 Nov 2026, 12:00' });
  const { lastContact: _none, cmId: _noId, ...never } = status();
  expect(trayView(never, english).menu[1]).toEqual({ label: 'No contact since start' });
});

it('does not change while only seconds pass', () => {
  expect(view({ at: noon + 1000, lastContact: noon + 1000 })).toEqual(view({ at: noon, lastContact: noon }));
});

it('offers to resume when paused, and Descript only when it can run now', () => {
  expect(view({ phase: 'paused' }).menu).toContainEqual({ label: 'Resume C-Monitor', action: 'resume' });
  expect(view({ phase: 'paused' }).menu).toContainEqual({ label: 'Run Descript now' });
  expect(view({ tasks: [] }).menu).toContainEqual({ label: 'Run Descript now' });
  const running = view({ tasks: [{ id: 'descript', title: 'Descript', kind: 'descript', running: true }] });
  expect(running.menu).toContainEqual({ label: 'Descript is running' });
});

it('tells of waiting messages and problems in the tooltip, in whole lines that Windows does not cut', () => {
  const counts = { waiting: 2, sending: 1, sent: 0, confirmed: 0, disabled: 0, failed: 0, expired: 0 };
  const { tooltip } = view({
    outbox: { counts, waitingBytes: 10 },
    problems: [{ code: 'a', message: 'x'.repeat(100), remedy: '' }],
  });
  expect(tooltip.split('\n').at(-1)).toBe('3 messages wait to be sent');
  expect(tooltip.length).toBeLessThanOrEqual(127);
});

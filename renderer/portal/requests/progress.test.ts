import { describe, expect, test } from 'vitest';
import { commandStates } from '#shared/protocol/commands.ts';
import type { CommandState } from '#shared/protocol/commands.ts';
import { cancellable, progressOf, toneOf } from './progress.ts';

const history = (...states: CommandState[]) =>
  states.map((state, n) => ({ state, at: 1000 + n, ...(state === 'offered' && { path: 'HTTP' }) }));
const stages = (state: CommandState, ...states: CommandState[]): string =>
  progressOf({ state, history: history(...states) })
    .map((step) => `${step.state} ${step.stage}`)
    .join(', ');

describe('progress of a command', () => {
  test('shows what is behind, where it is and what is ahead', () => {
    expect(stages('offered', 'queued', 'offered')).toBe(
      'queued passed, offered current, received ahead, started ahead, done ahead',
    );
    expect(stages('done', 'queued', 'offered', 'received', 'started', 'done')).toBe(
      'queued passed, offered passed, received passed, started passed, done passed',
    );
  });

  test('ends at a bad end, without the steps that will not come', () => {
    expect(stages('refused', 'queued', 'offered', 'refused')).toBe(
      'queued passed, offered passed, refused passed',
    );
    expect(stages('expired', 'queued', 'expired')).toBe('queued passed, expired passed');
  });

  test('tells when each step was first reached, by which path, and how often', () => {
    const [queued, offered, received] = progressOf({
      state: 'done',
      history: [...history('queued', 'offered', 'offered', 'offered'), { state: 'done', at: 2000 }],
    });
    expect(queued).toMatchObject({ at: 1000, times: 1 });
    expect(offered).toMatchObject({ at: 1001, times: 3, path: 'HTTP' });
    expect(received).toEqual({ state: 'received', stage: 'passed', times: 0 });
  });
});

test('every state has its tone, and only what was not received can be cancelled', () => {
  expect(Object.fromEntries(commandStates.map((state) => [state, toneOf(state)]))).toMatchObject({
    queued: 'waiting',
    started: 'waiting',
    done: 'good',
    failed: 'bad',
    refused: 'bad',
    expired: 'ended',
    cancelled: 'ended',
  });
  expect(commandStates.filter(cancellable)).toEqual(['queued', 'offered']);
});

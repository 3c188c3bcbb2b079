import { expect, test } from 'vitest';
import type { MessageRow } from '#shared/outbox-view.ts';
import { removeObstacle, retryObstacle, toneOf } from './message-words.ts';

const row = (state: string, kind = 'taskResult'): MessageRow => ({ state, class: kind }) as MessageRow;

test('only what waits, failed, expired or was disabled can be sent again', () => {
  expect(retryObstacle([])).toBe('selectFirst');
  expect(retryObstacle([row('failed'), row('waiting'), row('disabled'), row('expired')])).toBeUndefined();
  expect(retryObstacle([row('failed'), row('confirmed')])).toBe('notRetryable');
  expect(retryObstacle([row('failed', 'command')])).toBe('notRetryable');
});

test('commands cannot be deleted, messages can', () => {
  expect(removeObstacle([])).toBe('selectFirst');
  expect(removeObstacle([row('confirmed'), row('waiting')])).toBeUndefined();
  expect(removeObstacle([row('done', 'command')])).toBe('commandsStay');
});

test('a state that nobody knows is neither good nor bad', () => {
  expect(['confirmed', 'failed', 'offered'].map(toneOf)).toEqual(['ok', 'danger', 'idle']);
});

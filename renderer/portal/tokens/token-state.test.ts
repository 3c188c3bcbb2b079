import { expect, test } from 'vitest';
import { tokenState } from './token-state.ts';

const token = { id: '1', customer: 'ACME', note: '', createdAt: 0, notAfter: 1000 };

test('a token is unused until it is used or its time is over', () => {
  expect(tokenState(token, 1000)).toBe('unused');
  expect(tokenState(token, 1001)).toBe('expired');
  expect(tokenState({ ...token, usedAt: 900 }, 5000)).toBe('used');
});

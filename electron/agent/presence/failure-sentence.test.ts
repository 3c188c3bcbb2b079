import { expect, test } from 'vitest';
import { transportError } from '../transports/errors.ts';
import { failureSentence } from './failure-sentence.ts';

test('a failure of the way is told with what to do, each in a sentence of its own', () => {
  expect(failureSentence(transportError('notCmServer'))).toBe(
    'What answers there is not a CM Server. Check server and port.',
  );
});

test('any other error is told in its own words', () => {
  expect(failureSentence(new Error('The disk is full.'))).toBe('The disk is full.');
  expect(failureSentence('gone')).toBe('gone');
});

import { expect, test } from 'vitest';
import type { AgentStatus } from '#shared/status.ts';
import { contactSentence } from './contact-sentence.ts';

const say = (status: Partial<AgentStatus>): string => {
  const all = { phase: 'running', registration: 'registered', contact: 'ok', ...status } as AgentStatus;
  const { text, tone } = contactSentence(all);
  return `${text} ${tone}`;
};

test('the most important thing is said', () => {
  expect(say({})).toBe('connected ok');
  expect(say({ contact: 'lost' })).toBe('lost warn');
  expect(say({ contact: 'never' })).toBe('never warn');
  expect(say({ registration: 'none', contact: 'never' })).toBe('notRegistered warn');
  expect(say({ registration: 'refused' })).toBe('registrationRefused danger');
  expect(say({ phase: 'paused', contact: 'lost' })).toBe('paused idle');
});

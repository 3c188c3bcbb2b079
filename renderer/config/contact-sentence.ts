import type { AgentStatus } from '#shared/status.ts';
import type { Tone } from '../ui/badge.tsx';

/** What the status bar says of the contact with the CM Server, by the key of its text, and how good that is. */
export interface ContactSentence {
  text:
    | 'starting'
    | 'stopping'
    | 'paused'
    | 'notRegistered'
    | 'registering'
    | 'registrationRefused'
    | 'connected'
    | 'lost'
    | 'never';
  tone: Tone;
}

/** The state of the contact, the most important thing first. */
export const contactSentence = (status: AgentStatus): ContactSentence => {
  if (status.phase !== 'running') return { text: status.phase, tone: 'idle' };
  switch (status.registration) {
    case 'none':
      return { text: 'notRegistered', tone: 'warn' };
    case 'registering':
      return { text: 'registering', tone: 'accent' };
    case 'refused':
      return { text: 'registrationRefused', tone: 'danger' };
    case 'registered':
      return contacts[status.contact];
  }
};

const contacts: Record<AgentStatus['contact'], ContactSentence> = {
  ok: { text: 'connected', tone: 'ok' },
  lost: { text: 'lost', tone: 'warn' },
  never: { text: 'never', tone: 'warn' },
};

import type { AgentStatus, PathStatus, Problem } from '#shared/status.ts';
import type { Settings } from '#shared/settings/settings.ts';
import { serverAddresses } from '#shared/settings/http.ts';
import type { SettingsDocument } from '#shared/protocol/documents.ts';
import type { Contact } from './presence/contact.ts';
import type { Enrolment } from './presence/enrolment.ts';

/** All that the status is made of. */
export interface StatusSources {
  now: number;
  version: string;
  phase: AgentStatus['phase'];
  computerName: string;
  cmId: string | undefined;
  enrolment: Pick<Enrolment, 'state' | 'reason'>;
  contact: Pick<Contact, 'state' | 'last' | 'reason' | 'clockOffsetMs'>;
  document: SettingsDocument | undefined;
  settings: Settings;
  paths: PathStatus[];
  outbox: AgentStatus['outbox'];
  tasks: AgentStatus['tasks'];
  runningCommands: AgentStatus['runningCommands'];
  problems: Problem[];
}

/** A clock further off than this is a problem of its own, milliseconds. */
const clockTolerance = 5 * 60_000;

const problemsOf = ({ enrolment, contact, settings, problems }: StatusSources): Problem[] => {
  const found = [...problems];
  if (enrolment.state === 'refused')
    found.push({
      code: 'notRegistered',
      message: 'This computer is not registered.',
      remedy: enrolment.reason,
    });
  if (settings.outgoing.sending === 'disabled')
    found.push({
      code: 'sendingDisabled',
      message: 'Sending messages to the CM Server is switched off; they are kept.',
      remedy: 'Switch it on under Outgoing Messages for CM Server.',
    });
  if (contact.state === 'lost')
    found.push({
      code: 'noContact',
      message: 'There is no contact with the CM Server.',
      remedy: contact.reason,
    });
  if (contact.clockOffsetMs !== undefined && Math.abs(contact.clockOffsetMs) > clockTolerance)
    found.push({
      code: 'clock',
      message: `This computer's clock is ${Math.round(Math.abs(contact.clockOffsetMs) / 60_000)} minutes ${contact.clockOffsetMs > 0 ? 'behind' : 'ahead of'} the CM Server's.`,
      remedy: 'Set the clock or switch on its synchronisation.',
    });
  return found;
};

const optional = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> =>
  value === undefined ? {} : ({ [key]: value } as Record<K, V>);

/** The status that all faces show. */
export const agentStatus = (sources: StatusSources): AgentStatus => ({
  at: sources.now,
  version: sources.version,
  phase: sources.phase,
  computerName: sources.computerName,
  registration: sources.enrolment.state,
  ...optional('cmId', sources.cmId),
  ...optional('customer', sources.document?.customer),
  ...optional('licence', sources.document?.licence),
  ...optional('server', serverAddresses(sources.settings.http)[0]),
  contact: sources.contact.state,
  ...optional('lastContact', sources.contact.last),
  settingsVersion: sources.document?.version ?? 0,
  paths: sources.paths,
  outbox: sources.outbox,
  tasks: sources.tasks,
  runningCommands: sources.runningCommands,
  ...optional('clockOffsetMs', sources.contact.clockOffsetMs),
  problems: problemsOf(sources),
});

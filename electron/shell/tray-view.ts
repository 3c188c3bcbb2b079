import type { AgentStatus } from '#shared/status.ts';
import type { ShellTexts } from './texts.ts';

export type TrayIcon = 'connected' | 'no-contact' | 'paused' | 'not-registered';

/** What a click on a line of the menu asks for. */
export type TrayAction =
  | 'messages'
  | 'configuration'
  | 'checkConnection'
  | 'runDescript'
  | 'pause'
  | 'resume'
  | 'about'
  | 'exit';

/** One line of the menu; without an action it only tells something. */
export type TrayLine = { label: string; action?: TrayAction } | 'separator';

/** All that the tray shows. */
export interface TrayView {
  icon: TrayIcon;
  tooltip: string;
  menu: TrayLine[];
}

// Windows cuts a longer one.
const longestTooltip = 127;

const iconOf = (status: AgentStatus): TrayIcon => {
  if (status.phase === 'paused') return 'paused';
  if (status.registration !== 'registered') return 'not-registered';
  return status.contact === 'ok' ? 'connected' : 'no-contact';
};

const registrationSentence = (
  { registration }: AgentStatus,
  { status: texts }: ShellTexts,
): string | undefined => {
  switch (registration) {
    case 'registered':
      return undefined;
    case 'none':
      return texts.notRegistered;
    case 'registering':
      return texts.registering;
    case 'refused':
      return texts.registrationRefused;
  }
};

const contactSentence = ({ contact, server: name }: AgentStatus, { status: texts }: ShellTexts): string => {
  const server = name ?? texts.theServer;
  switch (contact) {
    case 'ok':
      return texts.connected(server);
    case 'lost':
      return texts.lost(server);
    case 'never':
      return texts.neverReached(server);
  }
};

const sentence = (status: AgentStatus, texts: ShellTexts): string => {
  if (status.phase !== 'running') return texts.status[status.phase];
  return registrationSentence(status, texts) ?? contactSentence(status, texts);
};

const lastContact = ({ lastContact: at, at: now }: AgentStatus, texts: ShellTexts): string =>
  at === undefined ? texts.noContactYet : texts.lastContact(texts.moment(at, now));

/** Full lines only, as many as fit. */
const tooltip = (lines: string[]): string => {
  let text = '';
  for (const line of lines) {
    const longer = text === '' ? line : `${text}\n${line}`;
    if (longer.length > longestTooltip) break;
    text = longer;
  }
  return text;
};

const tooltipOf = (status: AgentStatus, texts: ShellTexts): string => {
  const { waiting, sending } = status.outbox.counts;
  const undelivered = waiting + sending;
  const channel = status.paths.find(({ state }) => state === 'ok')?.name;
  return tooltip([
    `${texts.product}: ${sentence(status, texts)}`,
    [status.cmId, status.computerName].filter(Boolean).join(' · '),
    [lastContact(status, texts), channel].filter(Boolean).join(' · '),
    ...(undelivered > 0 ? [texts.waiting(undelivered)] : []),
    ...status.problems.map(({ message }) => message),
  ]);
};

const descriptLine = (status: AgentStatus, { menu }: ShellTexts): TrayLine => {
  const descript = status.tasks.find(({ kind }) => kind === 'descript');
  if (descript?.running) return { label: menu.descriptRuns };
  return descript && status.phase === 'running'
    ? { label: menu.runDescript, action: 'runDescript' }
    : { label: menu.runDescript };
};

const menuOf = (status: AgentStatus, texts: ShellTexts): TrayLine[] => {
  const { menu } = texts;
  const isPaused = status.phase === 'paused';
  return [
    { label: sentence(status, texts) },
    { label: [status.cmId, lastContact(status, texts)].filter(Boolean).join(' · ') },
    'separator',
    { label: menu.newRequest },
    { label: menu.messages, action: 'messages' },
    { label: menu.configuration, action: 'configuration' },
    'separator',
    { label: menu.checkConnection, action: 'checkConnection' },
    descriptLine(status, texts),
    isPaused ? { label: menu.resume, action: 'resume' } : { label: menu.pause, action: 'pause' },
    'separator',
    { label: menu.about, action: 'about' },
    { label: menu.exit, action: 'exit' },
  ];
};

/** What the tray shows of a status: the only place that decides it. */
export const trayView = (status: AgentStatus, texts: ShellTexts): TrayView => ({
  icon: iconOf(status),
  tooltip: tooltipOf(status, texts),
  menu: menuOf(status, texts),
});

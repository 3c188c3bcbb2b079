/** Every text that the shell shows by itself: tray, messages, questions. Texts of the windows are the renderer's. */
export interface ShellTexts {
  product: string;
  status: {
    starting: string;
    stopping: string;
    paused: string;
    notRegistered: string;
    registering: string;
    registrationRefused: string;
    connected(server: string): string;
    lost(server: string): string;
    neverReached(server: string): string;
    theServer: string;
  };
  /** A moment as a clock time today, as a date and time otherwise. Both in milliseconds since 1970. */
  moment(at: number, now: number): string;
  lastContact(moment: string): string;
  noContactYet: string;
  waiting(count: number): string;
  menu: {
    newRequest: string;
    messages: string;
    configuration: string;
    checkConnection: string;
    runDescript: string;
    descriptRuns: string;
    pause: string;
    resume: string;
    about: string;
    exit: string;
  };
  connection: { title: string; descriptStarted: string };
  trayNeedsRestart: string;
  unsaved: { question: string; detail: string; discard: string; goOn: string };
  cannotStart: string;
  alreadyRuns: string;
  alreadyRunsAndOpens: string;
  close: string;
  about(version: string, electron: string, node: string, dataFolder: string): string;
  windowFailed: string;
  saveTitle: string;
  loadTitle: string;
  fileTooLarge(name: string): string;
}

const sameDay = (a: number, b: number): boolean => new Date(a).toDateString() === new Date(b).toDateString();

const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const dateAndTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

export const english: ShellTexts = {
  product: 'C-Monitor',
  status: {
    starting: 'Starting',
    stopping: 'Stopping',
    paused: 'Paused',
    notRegistered: 'This computer is not registered',
    registering: 'Registering this computer',
    registrationRefused: 'The CM Server refused to register this computer',
    connected: (server) => `Connected to ${server}`,
    lost: (server) => `No contact with ${server}`,
    neverReached: (server) => `No contact with ${server} yet`,
    theServer: 'the CM Server',
  },
  moment: (at, now) => (sameDay(at, now) ? time : dateAndTime).format(at),
  lastContact: (moment) => `Last contact ${moment}`,
  noContactYet: 'No contact since start',
  waiting: (count) => (count === 1 ? '1 message waits to be sent' : `${count} messages wait to be sent`),
  menu: {
    newRequest: 'New request (not available yet)',
    messages: 'Messages…',
    configuration: 'Configuration…',
    checkConnection: 'Check connection now',
    runDescript: 'Run Descript now',
    descriptRuns: 'Descript is running',
    pause: 'Pause C-Monitor',
    resume: 'Resume C-Monitor',
    about: 'About C-Monitor',
    exit: 'Exit',
  },
  connection: { title: 'Connection to the CM Server', descriptStarted: 'The inventory has been started.' },
  trayNeedsRestart: 'The icon comes back when C-Monitor is started again.',
  unsaved: {
    question: 'Close and lose the changes?',
    detail: 'The configuration has changes that were not applied.',
    discard: 'Lose the changes',
    goOn: 'Go on editing',
  },
  cannotStart: 'C-Monitor cannot start',
  alreadyRuns: 'C-Monitor is already running on this data folder.',
  alreadyRunsAndOpens: 'C-Monitor is already running on this data folder; its window was opened.',
  close: 'Close',
  about: (version, electron, node, dataFolder) =>
    `Version ${version}\nElectron ${electron}, Node ${node}\nData folder ${dataFolder}`,
  windowFailed: 'The window failed twice in a short time and was closed. C-Monitor itself goes on.',
  saveTitle: 'Save as',
  loadTitle: 'Open',
  fileTooLarge: (name) => `${name} is too large to be a settings file of C-Monitor.`,
};

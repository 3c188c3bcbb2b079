import type { AgentApi, Done } from '#shared/ipc.ts';
import type { ProbeReport } from '#shared/probe.ts';
import type { Settings } from '#shared/settings/settings.ts';
import type { AgentStatus } from '#shared/status.ts';
import { diagnostics } from './diagnostics.ts';
import type { AgentHost } from './host.ts';
import type { Dispatcher } from './outbox/dispatcher.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { Enrolment } from './presence/enrolment.ts';
import type { AgentSettings } from './settings.ts';
import type { Tasks } from './tasks/tasks.ts';

export interface AgentApiOptions {
  host: AgentHost;
  settings: AgentSettings;
  outbox: Outbox;
  dispatcher: Dispatcher;
  tasks: Tasks;
  enrolment: Enrolment;
  /** Tests the way with these settings; the password is the unsaved one, null when it was cleared, undefined for the saved one. */
  probe: (draft: Settings, password?: string | null) => Promise<ProbeReport>;
  pause: (on: boolean) => void;
  /** Looks at everything that may be due. */
  lookNow: () => void;
  status: () => AgentStatus;
}

const done: Done = { outcome: 'done' };

/** The calls of window and command line, each answered by the room that knows. */
export const createAgentApi = (options: AgentApiOptions): AgentApi => {
  const { host, settings, outbox, dispatcher, tasks, enrolment, probe, pause, lookNow, status } = options;
  return {
    status: async () => status(),
    settingsView: async () => settings.view(),
    settingsChange: (change) => settings.change(change),
    settingsExport: async () => settings.export(),
    settingsImport: (text) => settings.import(text),
    probe: ({ draft, secrets }) => probe(settings.draft(draft), secrets?.['http.proxyPassword']),
    register: ({ token }) => enrolment.registerWith(token),
    folders: async () => outbox.folders(),
    messages: async (query) => outbox.messages(query),
    message: async (id) => outbox.message(id),
    messagesRetry: (ids) => outbox.retry(ids),
    messagesDelete: (ids) => outbox.remove(ids),
    messagesRestore: (ids) => outbox.restore(ids),
    sendNow: async () => {
      const reason = dispatcher.whyWaiting();
      lookNow();
      // A path that failed is tried again at once; only what a person has to change is a refusal.
      return reason === undefined || dispatcher.pathStatus().length > 0
        ? done
        : { outcome: 'refused', reason };
    },
    runTask: async ({ taskId }) => {
      const run = tasks.run(taskId);
      if (run === undefined) return { outcome: 'refused', reason: `There is no task named ${taskId}.` };
      run.catch((error: unknown) =>
        host.log.error('a task could not be run', { taskId, error: String(error) }),
      );
      return done;
    },
    pause: async (on) => {
      pause(on);
      return done;
    },
    diagnostics: async () => diagnostics(host, status(), settings.view()),
  };
};

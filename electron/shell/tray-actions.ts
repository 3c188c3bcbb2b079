import type { AgentApi } from '#shared/ipc.ts';
import type { AgentStatus } from '#shared/status.ts';
import type { ShellTexts } from './texts.ts';
import type { TrayAction } from './tray-view.ts';

export interface TrayActionOptions {
  api: Pick<AgentApi, 'sendNow' | 'probe' | 'runTask' | 'pause'>;
  status: () => AgentStatus;
  texts: ShellTexts;
  openPage: (page: string) => void;
  tell: (title: string, text: string) => Promise<unknown>;
  showAbout: () => void;
  exit: () => void;
}

type Done = Awaited<ReturnType<AgentApi['sendNow']>>;

/** What is done for each line of the tray's menu. */
export const createTrayActions = ({
  api,
  status,
  texts,
  openPage,
  tell,
  showAbout,
  exit,
}: TrayActionOptions): Record<TrayAction, () => Promise<void> | void> => {
  const { product, connection } = texts;
  const tellRefusal = async (done: Done): Promise<void> => {
    if (done.outcome === 'refused') await tell(product, done.reason);
  };

  const checkConnection = async (): Promise<void> => {
    await api.sendNow(undefined);
    const { ok, sentence, remedy } = await api.probe({ path: 'http', draft: {} });
    await tell(connection.title, ok ? sentence : `${sentence} ${remedy}`);
  };

  const runDescript = async (): Promise<void> => {
    const descript = status().tasks.find(({ kind }) => kind === 'descript');
    if (!descript) return;
    const done = await api.runTask({ taskId: descript.id });
    if (done.outcome === 'done') await tell(product, connection.descriptStarted);
    await tellRefusal(done);
  };

  return {
    messages: () => openPage('messages'),
    configuration: () => openPage('general'),
    checkConnection,
    runDescript,
    pause: async () => tellRefusal(await api.pause(true)),
    resume: async () => tellRefusal(await api.pause(false)),
    about: showAbout,
    exit,
  };
};

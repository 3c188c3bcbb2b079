import { ipcMain } from 'electron';
import type { IpcMainInvokeEvent } from 'electron';
import type { Log } from '#agent/host.ts';
import { callChannel } from '#shared/ipc-channels.ts';
import { callNames, createCallAnswerer } from './calls.ts';
import type { CallHandlers, Caller } from './calls.ts';
import { isOwnPage } from './page-files.ts';
import { createRateCap } from './rate-cap.ts';
import type { RateCap } from './rate-cap.ts';
import type { OpenWindow, Windows } from './windows.ts';

export interface IpcOptions {
  windows: Pick<Windows, 'of'>;
  handlers: CallHandlers<OpenWindow>;
  log: Log;
  /** Milliseconds that never jump. */
  monotonic: () => number;
}

// A person clicks a few times a second, a page that follows events asks some tens of times.
const burst = 200;
const perSecond = 100;

/** Binds the one map of calls to Electron's IPC. The raw `ipcMain` is used here only. */
export const bindIpc = ({ windows, handlers, log, monotonic }: IpcOptions): void => {
  const caps = new WeakMap<OpenWindow, RateCap>();
  const answer = createCallAnswerer(handlers, log);

  const capOf = (window: OpenWindow): RateCap => {
    const cap = caps.get(window) ?? createRateCap(burst, perSecond, monotonic);
    caps.set(window, cap);
    return cap;
  };

  /** Only the main frame of one of our windows, and only while it shows our own page. */
  const callerOf = ({ sender, senderFrame }: IpcMainInvokeEvent): Caller<OpenWindow> | undefined => {
    const from = windows.of(sender);
    if (!from || !senderFrame || senderFrame !== sender.mainFrame || !isOwnPage(senderFrame.url))
      return undefined;
    return { from, cap: capOf(from) };
  };

  // electron-store answers pages on a channel of its own, which no page of ours needs.
  ipcMain.removeAllListeners('electron-store-get-data');
  for (const call of callNames)
    ipcMain.handle(callChannel(call), (event, input: unknown) => answer(call, callerOf(event), input));
};

import { contextBridge, ipcRenderer } from 'electron';
import { callChannel, eventChannel } from '#shared/ipc-channels.ts';
import type { IpcAnswer, WindowCall, WindowEvents } from '#shared/ipc.ts';

// Written out, so that a page reaches these calls and events and no others, and the schemas stay out of its sandbox.
const calls = {
  status: true,
  settingsView: true,
  settingsChange: true,
  settingsExport: true,
  settingsImport: true,
  probe: true,
  register: true,
  folders: true,
  messages: true,
  message: true,
  messagesRetry: true,
  messagesDelete: true,
  messagesRestore: true,
  sendNow: true,
  runTask: true,
  pause: true,
  diagnostics: true,
  closeWindow: true,
  setDirty: true,
  about: true,
  openDataFolder: true,
  copyText: true,
  saveText: true,
  loadText: true,
} satisfies Record<WindowCall, true>;

type EventName = keyof WindowEvents;
const events = {
  status: true,
  settings: true,
  messages: true,
  probeStep: true,
  openPage: true,
} satisfies Record<EventName, true>;

type Listener = (value: unknown) => void;
const listeners = new Map<EventName, Set<Listener>>();
// The page that the window was opened for comes before anybody listens.
let unheardPage: unknown;

for (const event of Object.keys(events) as EventName[]) {
  const heard = new Set<Listener>();
  listeners.set(event, heard);
  ipcRenderer.on(eventChannel(event), (_event, value: unknown) => {
    if (event === 'openPage' && heard.size === 0) unheardPage = value;
    for (const listener of heard) listener(value);
  });
}

const call = async (name: WindowCall, input: unknown): Promise<unknown> => {
  if (!Object.hasOwn(calls, name)) throw new Error('C-Monitor has no such call.');
  const answer = (await ipcRenderer.invoke(callChannel(name), input)) as IpcAnswer;
  if (!answer.ok) throw new Error(answer.message);
  return answer.value;
};

const on = (event: EventName, listener: Listener): (() => void) => {
  const heard = listeners.get(event);
  if (!heard) throw new Error('C-Monitor has no such event.');
  heard.add(listener);
  if (event === 'openPage' && unheardPage !== undefined) {
    listener(unheardPage);
    unheardPage = undefined;
  }
  return () => void heard.delete(listener);
};

contextBridge.exposeInMainWorld('cMonitor', { call, on });

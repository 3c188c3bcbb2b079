import { createContext, use, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf } from '#shared/error-message.ts';
import type { WindowBridge, WindowCall, WindowCalls } from '#shared/ipc.ts';
import type { AgentStatus } from '#shared/status.ts';
import type { z } from 'zod';
import { useToast } from '../ui/toast.tsx';
import type { Live } from './live.ts';

/** What `about` tells of the program. */
export type About = z.infer<WindowCalls['about']['output']>;

/** What all parts of the window share. */
interface WindowSurroundings {
  bridge: WindowBridge;
  status: Live<AgentStatus>;
  about: About;
}

const WindowContext = createContext<WindowSurroundings | undefined>(undefined);

/** Gives the window's surroundings to all in it. */
export function WindowProvider({ children, ...surroundings }: WindowSurroundings & { children: ReactNode }) {
  return <WindowContext value={surroundings}>{children}</WindowContext>;
}

const useSurroundings = (): WindowSurroundings => {
  const surroundings = use(WindowContext);
  if (surroundings === undefined)
    throw new Error('This part of the window stands outside of WindowProvider.');
  return surroundings;
};

/** The way to the agent and the shell. */
export const useBridge = (): WindowBridge => useSurroundings().bridge;

export const useAbout = (): About => useSurroundings().about;

/** The agent's status, always the newest. */
export const useStatus = (): AgentStatus => {
  const { status } = useSurroundings();
  return useSyncExternalStore(status.subscribe, status.get);
};

/** Calls the agent or the shell; a failure is told at the bottom of the window and gives undefined. */
export const useCall = (): (<Call extends WindowCall>(
  channel: Call,
  input: z.infer<WindowCalls[Call]['input']>,
) => Promise<z.infer<WindowCalls[Call]['output']> | undefined>) => {
  const bridge = useBridge();
  const toast = useToast();
  const { t } = useTranslation('config');
  return async (channel, input) => {
    try {
      return await bridge.call(channel, input);
    } catch (error) {
      const message = messageOf(error);
      toast({ tone: 'danger', text: t('failed', { message }) });
      return undefined;
    }
  };
};

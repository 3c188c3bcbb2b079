import { messageOf } from '#shared/error-message.ts';
import type { WindowBridge, WindowCalls } from '#shared/ipc.ts';
import type { ProbeReport, ProbeStep } from '#shared/probe.ts';
import type { z } from 'zod';
import type { Live } from './live.ts';

/** A connection test as far as it is known. */
export interface ProbeState {
  steps: ProbeStep[];
  report: ProbeReport | undefined;
  /** The test itself could not be made. */
  failure: string | undefined;
}

/** Starts a connection test; its state grows step by step until the report is there. */
export const startProbe = (
  bridge: WindowBridge,
  input: z.infer<WindowCalls['probe']['input']>,
): Live<ProbeState> => {
  const listeners = new Set<() => void>();
  let state: ProbeState = { steps: [], report: undefined, failure: undefined };
  const set = (change: Partial<ProbeState>): void => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };
  const stop = bridge.on('probeStep', (step) => set({ steps: [...state.steps, step] }));
  const run = async (): Promise<void> => {
    try {
      const report = await bridge.call('probe', input);
      set({ steps: report.steps, report });
    } catch (error) {
      set({ failure: messageOf(error) });
    }
    stop();
  };
  void run();
  return {
    get: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

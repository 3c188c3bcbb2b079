import { z } from 'zod';
import type { Log } from '#agent/host.ts';
import { messageOf } from '#shared/error-message.ts';
import { windowCalls } from '#shared/ipc.ts';
import type { IpcAnswer, WindowCall, WindowCalls } from '#shared/ipc.ts';
import type { RateCap } from './rate-cap.ts';

/** What is done for each call of the map; `from` is the window that calls. */
export type CallHandlers<From> = {
  [C in WindowCall]: (
    input: z.infer<WindowCalls[C]['input']>,
    from: From,
  ) => Promise<z.infer<WindowCalls[C]['output']>> | z.infer<WindowCalls[C]['output']>;
};

/** Who calls, when it is one of our own windows. */
export interface Caller<From> {
  from: From;
  cap: RateCap;
}

export const callNames = Object.keys(windowCalls) as WindowCall[];

const refused = (message: string): IpcAnswer => ({ ok: false, message });

/**
 * Answers one call of a window: checks who calls, how often, and with what, and only then does it.
 * Never throws: errors are answers, because Electron would keep only a part of them.
 */
export const createCallAnswerer =
  <From>(handlers: CallHandlers<From>, log: Log) =>
  async (call: WindowCall, caller: Caller<From> | undefined, input: unknown): Promise<IpcAnswer> => {
    if (!caller) {
      log.warn('A page that is not ours called C-Monitor and was refused.', { call });
      return refused('This page may not call C-Monitor.');
    }
    if (!caller.cap.take()) return refused('Too many calls at once. Try again in a moment.');
    const checked = windowCalls[call].input.safeParse(input);
    if (!checked.success) return refused(z.prettifyError(checked.error));
    try {
      // The map ties each call to its input; TypeScript cannot follow that through an index.
      const run = handlers[call] as (value: unknown, from: From) => unknown;
      return { ok: true, value: await run(checked.data, caller.from) };
    } catch (error) {
      log.warn('A call of a window failed.', { call, error });
      return refused(messageOf(error));
    }
  };

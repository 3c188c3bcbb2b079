import type { WindowCall, WindowEvents } from './ipc.ts';

/** The name under which a call crosses from a window to the shell. */
export const callChannel = (call: WindowCall): string => `c-monitor:call:${call}`;

/** The name under which an event crosses from the shell to a window. */
export const eventChannel = (event: keyof WindowEvents): string => `c-monitor:event:${event}`;

/** The agent, as the process sees it that the agent has started as a helper. */
export interface Parent {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** How Electron's utility processes speak. Their type is Electron's own, which the agent does not know. */
interface UtilityPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

/**
 * The agent that has started this process, as Electron's utility process or as a child of Node. The process ends with the agent:
 * Electron sees to that by itself, with Node it is done here.
 * @throws when nobody has started it so
 */
export const findParent = (): Parent => {
  const { parentPort } = process as { parentPort?: UtilityPort };
  if (parentPort !== undefined)
    return {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process has no origin
      post: (message) => parentPort.postMessage(message),
      onMessage: (listener) => {
        parentPort.on('message', ({ data }) => {
          listener(data);
        });
      },
    };
  if (process.send === undefined)
    throw new Error('This program is a part of the agent; start the agent instead.');
  process.once('disconnect', () => process.exit());
  return {
    post: (message) => process.send?.(message),
    onMessage: (listener) => {
      process.on('message', listener);
    },
  };
};

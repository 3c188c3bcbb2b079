import { messageOf } from '#shared/error-message.ts';
import type { WindowBridge } from '#shared/ipc.ts';
import type { Live } from '../live.ts';

const gatherMs = 250;

/** What is known: nothing yet, the newest answer, or the sentence of why there is none. */
export interface Watched<Value> {
  value: Value | undefined;
  failure: string | undefined;
}

/** Something asked of the agent, which is asked again whenever the messages change, as long as somebody looks. */
export interface MessageWatch<Value> extends Live<Watched<Value>> {
  /** Asks something else this once; an answer counts only while nothing newer has been asked. */
  ask: (question: (known: Value | undefined) => Promise<Value>) => Promise<void>;
}

/** Makes a watch. Changes that come close together are asked for once. */
export const watchMessages = <Value>(
  bridge: WindowBridge,
  question: (known: Value | undefined) => Promise<Value>,
): MessageWatch<Value> => {
  const listeners = new Set<() => void>();
  let state: Watched<Value> = { value: undefined, failure: undefined };
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stop: (() => void) | undefined;

  const ask: MessageWatch<Value>['ask'] = async (what) => {
    asked += 1;
    const mine = asked;
    let next: Watched<Value>;
    try {
      next = { value: await what(state.value), failure: undefined };
    } catch (error) {
      next = { value: state.value, failure: messageOf(error) };
    }
    if (mine !== asked) return;
    state = next;
    for (const listener of listeners) listener();
  };
  const begin = (): void => {
    void ask(question);
    stop = bridge.on('messages', () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void ask(question);
      }, gatherMs);
    });
  };
  const end = (): void => {
    stop?.();
    clearTimeout(timer);
    timer = undefined;
    asked += 1;
  };
  return {
    get: () => state,
    ask,
    subscribe: (listener) => {
      listeners.add(listener);
      if (listeners.size === 1) begin();
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) end();
      };
    },
  };
};

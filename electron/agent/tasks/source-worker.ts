import type { Clock } from '../clock.ts';
import type { AgentHost, HelperProcess } from '../host.ts';
import type { Reading } from './sources/reading.ts';
import type { SourceName } from './sources/sources.ts';

/** What the reading process says: what a source gave, or that it has failed outside of any source and can no longer be trusted. */
export type Answer = { reading: Reading<unknown> } | { failed: string };

/** A process that reads one source at a time. It is started when it is first asked and started anew after a source has hung. */
export interface SourceWorker {
  /**
   * Asks for one source. A source that fails, hangs beyond the deadline (milliseconds) or takes the process down with it comes
   * back as unread, with the reason. Rejects with the signal's reason when that aborts. One question at a time.
   */
  ask(source: SourceName, deadline: number, signal: AbortSignal): Promise<Reading<unknown>>;
  /** Ends the process. */
  close(): void;
}

export const createSourceWorker = (
  file: URL,
  startHelper: AgentHost['startHelper'],
  clock: Clock,
): SourceWorker => {
  let worker: HelperProcess | undefined;
  let settle: ((reading: Reading<unknown>) => void) | undefined;

  const close = (): void => {
    const ending = worker;
    worker = undefined;
    ending?.kill();
  };

  /** The process is of no use any more; the next question starts another. */
  const lose = (reason: string): void => {
    close();
    settle?.({ unread: reason });
  };

  const start = (): HelperProcess => {
    const started = startHelper(file);
    started.onMessage((message) => {
      if (worker !== started) return;
      const answer = message as Answer;
      if ('failed' in answer) lose(`the reading process failed: ${answer.failed}`);
      else settle?.(answer.reading);
    });
    started.onExit((reason) => {
      if (worker === started) lose(`the reading process ${reason}`);
    });
    return started;
  };

  const ask = (source: SourceName, deadline: number, signal: AbortSignal): Promise<Reading<unknown>> =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const forget = (): void => {
        cancel();
        signal.removeEventListener('abort', abort);
        settle = undefined;
      };
      const cancel = clock.after(deadline, () => {
        lose(`no answer within ${Math.round(deadline / 1000)} s`);
      });
      const abort = (): void => {
        close();
        forget();
        reject(signal.reason as Error);
      };
      settle = (reading) => {
        forget();
        resolve(reading);
      };
      signal.addEventListener('abort', abort);
      worker ??= start();
      worker.post(source);
    });

  return { ask, close };
};

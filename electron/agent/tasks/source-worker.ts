import { Worker } from 'node:worker_threads';
import type { Clock } from '../clock.ts';
import type { Reading } from './sources/reading.ts';
import type { SourceName } from './sources/sources.ts';

/** A thread that reads one source at a time. It is started when it is first asked and started anew after a source has hung. */
export interface SourceWorker {
  /**
   * Asks for one source. A source that fails, hangs beyond the deadline (milliseconds) or takes the thread down with it comes
   * back as unread, with the reason. Rejects with the signal's reason when that aborts. One question at a time.
   */
  ask(source: SourceName, deadline: number, signal: AbortSignal): Promise<Reading<unknown>>;
  /** Ends the thread and gives its memory back. */
  close(): void;
}

/**
 * More than the first is a source gone mad: the thread is ended, the agent stays. The second keeps short-lived data small,
 * because the system gets little of a thread's memory back while the agent lives.
 */
const resourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 2 };

export const createSourceWorker = (file: URL, clock: Clock): SourceWorker => {
  let worker: Worker | undefined;
  let answer: ((reading: Reading<unknown>) => void) | undefined;

  const close = (): void => {
    const ending = worker;
    worker = undefined;
    ending?.unref();
    // Not awaited: a thread that waits for a program cannot end before that program does.
    void ending?.terminate();
  };

  const start = (): Worker => {
    const started = new Worker(file, { name: 'inventory', resourceLimits });
    const lost = (reason: string): void => {
      if (worker !== started) return;
      close();
      answer?.({ unread: reason });
    };
    started.on('message', (reading: Reading<unknown>) => {
      if (worker === started) answer?.(reading);
    });
    started.on('error', (error) => {
      lost(`the reading thread failed: ${error instanceof Error ? error.message : String(error)}`);
    });
    started.on('exit', () => {
      lost('the reading thread ended');
    });
    return started;
  };

  const ask = (source: SourceName, deadline: number, signal: AbortSignal): Promise<Reading<unknown>> =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const settle = (): void => {
        cancel();
        signal.removeEventListener('abort', abort);
        answer = undefined;
      };
      const cancel = clock.after(deadline, () => {
        close();
        answer?.({ unread: `no answer within ${Math.round(deadline / 1000)} s` });
      });
      const abort = (): void => {
        close();
        settle();
        reject(signal.reason as Error);
      };
      answer = (reading) => {
        settle();
        resolve(reading);
      };
      signal.addEventListener('abort', abort);
      worker ??= start();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of Node has no origin
      worker.postMessage(source);
    });

  return { ask, close };
};

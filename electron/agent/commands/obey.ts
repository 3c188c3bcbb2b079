import { messageOf } from '#shared/error-message.ts';
import { commands } from '#shared/protocol/commands.ts';
import type { CommandKind } from '#shared/protocol/commands.ts';
import type { CommandPermission } from '#shared/protocol/permissions.ts';
import { pause } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../host.ts';
import type { NewMessage } from '../outbox/message.ts';
import { persist } from '../persist.ts';
import type { Store } from '../store/store.ts';
import { createArchive } from './archive.ts';
import type { ArchivedCommand } from './archive.ts';
import { createConfirm } from './confirm.ts';
import type { Ending } from './confirm.ts';
import type { CommandContext, CommandServices } from './context.ts';
import { examine } from './examine.ts';
import { recoverCommands } from './recover.ts';
import { runCommand, runners as allRunners } from './registry.ts';
import type { CommandRunners } from './registry.ts';

export interface ObeyOptions {
  store: Pick<Store, 'write' | 'prepare' | 'facts'>;
  outbox: { insert(message: NewMessage): string };
  clock: Clock;
  /** The best knowledge of the true time, milliseconds since 1970; commands expire by it. */
  trustedNow: () => number;
  log: Log;
  /** What local policy forbids. */
  forbidden: () => readonly CommandPermission[];
  services: CommandServices;
  /** A command was started or has ended. */
  onChange: () => void;
  /** What does the commands; the registry unless a test says otherwise. */
  runners?: CommandRunners;
}

/**
 * Does the commands that the inbox has accepted. Those that only read have a lane of their own, so that nobody waits for a list
 * because a long task runs; within a lane the server's order holds and one command runs at a time.
 */
export interface Obey {
  /** Settles what the last stop left unfinished, then does what waits. Rejects with a StoreError. */
  start(): Promise<void>;
  /** New commands were accepted. */
  wake(): void;
  /** What runs now; `since` is wall clock. */
  running(): { id: string; kind: string; since: number }[];
  /** Aborts what runs; the next start settles it. Nothing calls back afterwards. */
  stop(): Promise<void>;
}

const day = 86_400_000;
/** A command that has ended is remembered for so long, and in any case while it is valid. */
const remembered = 90 * day;
/** Wait after a disk that refuses, milliseconds. */
const retryAfter = 10_000;

const reading = Object.entries(commands).flatMap(([kind, { permission }]) =>
  permission === 'read' ? [kind] : [],
);

export const createObey = (options: ObeyOptions): Obey => {
  const {
    store,
    outbox,
    clock,
    trustedNow,
    log,
    forbidden,
    services,
    onChange,
    runners = allRunners,
  } = options;
  const archive = createArchive(store);
  const confirm = createConfirm({ archive, outbox, now: trustedNow });
  const stopping = new AbortController();
  const running = new Map<string, { id: string; kind: string; since: number }>();
  const lanes = { of: Promise.resolve(), notOf: Promise.resolve() };
  const busy = { of: false, notOf: false };
  let started = false;
  let cancelTidying = (): void => undefined;

  const end = (command: ArchivedCommand, ending: Ending): Promise<boolean> => {
    log.info('command ended', { id: command.id, kind: command.kind, state: ending.state });
    return persist({ store, clock, log }, () => confirm(command, ending), stopping.signal);
  };

  /** Runs until the command ends or its time is over; rejects when the agent stops first. */
  const run = (command: ArchivedCommand, kind: CommandKind, effects: (() => void)[]): Promise<Ending> =>
    new Promise((resolve, reject) => {
      const { timeout } = commands[kind];
      const late = new AbortController();
      const cancel = clock.after(timeout, () => {
        late.abort();
        resolve({
          state: 'failed',
          reason: `It did not end within ${timeout / 1000} s; it may still take effect.`,
        });
      });
      const stop = (): void => {
        cancel();
        reject(stopping.signal.reason as Error);
      };
      stopping.signal.addEventListener('abort', stop, { once: true });
      const context: CommandContext = {
        ...services,
        signal: AbortSignal.any([late.signal, stopping.signal]),
        afterwards: (effect) => effects.push(effect),
      };
      runCommand(runners, kind, JSON.parse(command.args), context)
        .then(resolve, (error: unknown) => {
          resolve({ state: 'failed', reason: messageOf(error) });
        })
        .finally(() => {
          cancel();
          stopping.signal.removeEventListener('abort', stop);
        });
    });

  const runStarted = async (command: ArchivedCommand, kind: CommandKind): Promise<void> => {
    const effects: (() => void)[] = [];
    running.set(command.id, { id: command.id, kind, since: clock.now() });
    onChange();
    try {
      const ending = await run(command, kind, effects);
      const kept = await end(command, ending);
      if (kept && ending.state === 'done') for (const effect of effects) effect();
    } catch (error) {
      if (!stopping.signal.aborted) throw error;
      log.info('command interrupted by the stop of the agent', { id: command.id, kind });
    } finally {
      running.delete(command.id);
      if (!stopping.signal.aborted) onChange();
    }
  };

  const obey = async (command: ArchivedCommand): Promise<void> => {
    const verdict = examine(
      command.kind,
      JSON.parse(command.args),
      command.notAfter,
      trustedNow(),
      forbidden(),
    );
    if (verdict.state !== 'allowed') {
      await end(command, verdict);
      if (!stopping.signal.aborted) onChange();
      return;
    }
    const startedAt = Math.max(trustedNow(), command.receivedAt);
    if (await store.write(() => archive.start(command.id, startedAt)))
      await runStarted({ ...command, startedAt }, verdict.kind);
  };

  const drain = async (which: 'of' | 'notOf'): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const command = archive.next(reading, which);
        if (command === undefined) break;
        await obey(command);
      } catch (error) {
        if (stopping.signal.aborted) break;
        log.error('Commands wait, because the store refuses.', { error: messageOf(error) });
        await pause(clock, retryAfter, stopping.signal);
      }
    }
    busy[which] = false;
  };

  const wake = (): void => {
    if (!started || stopping.signal.aborted) return;
    for (const which of ['of', 'notOf'] as const) {
      if (busy[which]) continue;
      busy[which] = true;
      lanes[which] = drain(which);
    }
  };

  const tidyDaily = (): void => {
    cancelTidying = clock.after(day, () => {
      store
        .write(() => archive.forget(trustedNow() - remembered, trustedNow()))
        .catch((error: unknown) =>
          log.error('Old commands could not be tidied away.', { error: messageOf(error) }),
        );
      tidyDaily();
    });
  };

  return {
    start: async () => {
      await store.write(() => {
        recoverCommands(store, archive, confirm);
        archive.forget(trustedNow() - remembered, trustedNow());
      });
      started = true;
      tidyDaily();
      wake();
    },
    wake,
    running: () => [...running.values()],
    stop: async () => {
      stopping.abort(new Error('The agent is stopping.'));
      cancelTidying();
      await Promise.all([lanes.of, lanes.notOf]);
    },
  };
};

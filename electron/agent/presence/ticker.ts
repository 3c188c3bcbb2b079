import type { TickAnswer } from '#shared/protocol/tick.ts';
import { decodeTickAnswer, encodeTick } from '#shared/wire/tick.ts';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { createInterval } from './interval.ts';
import type { Interval } from './interval.ts';

/** What the short interval needs to know and to tell. */
export interface TickerOptions {
  clock: Clock;
  random: () => number;
  store: Pick<Store, 'write' | 'facts'>;
  /** Who ticks; nothing before registration. */
  sender: () => { cmId: string; epoch: number; tickKey: Uint8Array } | undefined;
  /** Carries the tick; throws when it does not get through. */
  carry: (tick: Uint8Array, signal: AbortSignal) => Promise<Uint8Array>;
  /** First 8 bytes of the hash of what online info would say. */
  digest: () => Uint8Array;
  intervalMs: () => number;
  onAnswer: (answer: TickAnswer) => void;
  onFailure: (error: unknown) => void;
}

/** Numbers are taken from the store by the block, so that a restart never repeats one and a tick never waits for the disk. */
const block = 1000;
const counterFact = z.int().min(0);

/** The short interval: one tick after another, each waiting for its answer or failure. A forged answer is a failure. */
export class Ticker {
  readonly #options: TickerOptions;
  #next = 0;
  #reserved = 0;
  readonly #interval: Interval;

  constructor(options: TickerOptions) {
    this.#options = options;
    this.#interval = createInterval(options.clock, options.random);
  }

  /** Ticks until the signal aborts. The first tick goes at once. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#tick(false, signal).catch((error: unknown) => {
        if (!signal.aborted) this.#options.onFailure(error);
      });
      await this.#interval.wait(this.#options.intervalMs(), signal);
    }
  }

  /** Ticks now instead of at the end of the interval: after resume, a changed network or a click. */
  now(): void {
    this.#interval.cut();
  }

  /** The last tick, which says that the agent goes; waits at most a second for the answer. */
  async goingDown(): Promise<void> {
    const limit = new AbortController();
    const cancel = this.#options.clock.after(1000, () => limit.abort());
    await this.#tick(true, limit.signal).catch(() => undefined);
    cancel();
  }

  async #tick(goingDown: boolean, signal: AbortSignal): Promise<void> {
    const sender = this.#options.sender();
    if (sender === undefined) return;
    const { cmId, epoch, tickKey } = sender;
    const counter = await this.#counter();
    const tick = encodeTick({ cmId, epoch, counter, digest: this.#options.digest(), goingDown }, tickKey);
    const answer = decodeTickAnswer(await this.#options.carry(tick, signal), tickKey);
    if (answer === undefined || answer.epoch !== epoch || answer.counter !== counter)
      throw new Error(
        'Something on the way answered in place of the CM Server. Check the address and any proxy on the way.',
      );
    if (!goingDown) this.#options.onAnswer(answer);
  }

  async #counter(): Promise<number> {
    if (this.#next >= this.#reserved) {
      const { store } = this.#options;
      const from = store.facts.get('tickCounter', counterFact) ?? 0;
      await store.write(() => store.facts.set('tickCounter', from + block));
      this.#next = from;
      this.#reserved = from + block;
    }
    this.#next += 1;
    return this.#next;
  }
}

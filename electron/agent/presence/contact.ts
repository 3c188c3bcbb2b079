import type { TickAnswer } from '#shared/protocol/tick.ts';
import type { Clock } from '../clock.ts';

/**
 * Contact with the CM Server, as the tray's icon tells it. Anything authentic that arrives counts as contact; one answer brings it
 * back, and it is lost when a whole round of trying has failed.
 */
export class Contact {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  state: 'never' | 'ok' | 'lost' = 'never';
  /** Wall clock, milliseconds. */
  last: number | undefined;
  /** Server time less our wall clock, milliseconds. */
  clockOffsetMs: number | undefined;
  /** Why contact was lost, in a sentence. */
  reason = '';

  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** Something authentic has arrived. */
  made(): void {
    this.last = this.#clock.now();
    if (this.state === 'ok') return;
    this.state = 'ok';
    this.reason = '';
    this.#onChange();
  }

  /** A tick was answered: contact, and the server's time. */
  answered(answer: TickAnswer): void {
    this.clockOffsetMs = answer.serverTime - this.#clock.now();
    this.made();
  }

  lost(reason: string): void {
    const changed = this.state === 'ok' || this.reason !== reason;
    if (this.state === 'ok') this.state = 'lost';
    this.reason = reason;
    if (changed) this.#onChange();
  }

  /** Our best knowledge of the true time: our clock, put right by what the server said. */
  trustedNow(): number {
    return Math.max(0, Math.round(this.#clock.now() + (this.clockOffsetMs ?? 0)));
  }
}

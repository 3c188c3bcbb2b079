/** The server's time as well as this page knows it; ages are told by it, because the reader's clock may be wrong. */
export interface ServerClock {
  /** Milliseconds since 1970, by the server's clock. */
  now(): number;
  /** Learns from the `Date` header of an answer that has just come. */
  learn(date: string | null): void;
}

/** The header counts whole seconds and its answer travelled; a smaller difference says nothing. */
const noticeableMs = 3000;

export function createServerClock(ownNow: () => number): ServerClock {
  let offsetMs = 0;
  return {
    now: () => ownNow() + offsetMs,
    learn(date) {
      const serverNow = date === null ? Number.NaN : Date.parse(date);
      if (Number.isNaN(serverNow)) return;
      const difference = serverNow - ownNow();
      offsetMs = Math.abs(difference) < noticeableMs ? 0 : difference;
    },
  };
}

/** All time that the server knows. Tests put their own clock here. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back every `ms` without keeping the process alive. Returns a function that ends it. */
  every(ms: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  every: (ms, callback) => {
    const timer = setInterval(callback, ms);
    timer.unref();
    return () => {
      clearInterval(timer);
    };
  },
};

/** Lengths of time in milliseconds. */
export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

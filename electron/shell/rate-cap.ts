/** Counts calls against a cap. */
export interface RateCap {
  /** True when one more call fits now. */
  take(): boolean;
}

/** Lets `burst` calls through at once, and `perSecond` of them in the long run. `monotonic` gives milliseconds. */
export const createRateCap = (burst: number, perSecond: number, monotonic: () => number): RateCap => {
  let left = burst;
  let last = monotonic();
  return {
    take: () => {
      const now = monotonic();
      left = Math.min(burst, left + ((now - last) / 1000) * perSecond);
      last = now;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
};

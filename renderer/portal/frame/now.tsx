import { createContext, useContext, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { ServerClock } from '../api/server-clock.ts';

const everyMs = 5000;

const NowContext = createContext(0);

/** The server's time in milliseconds since 1970, told anew every few seconds. */
export const useNow = (): number => useContext(NowContext);

/** Tells the time to all that is in it; one clock for every age on the page. */
export function NowProvider({ clock, children }: { clock: ServerClock; children: ReactNode }) {
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(clock.now()), everyMs);
    return () => clearInterval(timer);
  }, [clock]);
  return <NowContext value={now}>{children}</NowContext>;
}

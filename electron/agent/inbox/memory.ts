import { z } from 'zod';
import type { Store } from '../store/store.ts';

/** From when on this computer knows which commands it has had. */
export interface Memory {
  /**
   * Notes a loss of the store: a damaged one was replaced, or it is gone although the computer is registered.
   * @param now the best knowledge of the time, milliseconds since 1970
   */
  start(registered: boolean, now: number): Promise<void>;
  /** Commands given before this moment may have been done already; 0 when nothing was ever lost. */
  since(): number;
}

const fact = 'commandMemorySince';

export const createMemory = (store: Pick<Store, 'write' | 'facts' | 'recovered'>): Memory => {
  const known = (): number | undefined => store.facts.get(fact, z.int());
  return {
    start: async (registered, now) => {
      const lost = store.recovered !== undefined || (registered && known() === undefined);
      if (lost || known() === undefined) await store.write(() => store.facts.set(fact, lost ? now : 0));
    },
    since: () => known() ?? 0,
  };
};

import dns from 'node:dns';
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';

type Answered = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void;

/**
 * Looks names up with one question a name at a time: the system's resolver blocks one of Node's few worker threads for each
 * question, so that a silent name server would otherwise hold up every file and every other lookup of the agent.
 */
export const createSharedLookup = (): LookupFunction => {
  const asking = new Map<string, Answered[]>();
  const ask = (hostname: string, answered: Answered): void => {
    const others = asking.get(hostname);
    if (others !== undefined) {
      others.push(answered);
      return;
    }
    const all = [answered];
    asking.set(hostname, all);
    dns.lookup(hostname, { all: true }, (error, addresses) => {
      asking.delete(hostname);
      for (const each of all) each(error, addresses);
    });
  };
  return (hostname, options, callback) => {
    ask(hostname, (error, addresses) => {
      const first = error === null ? addresses[0] : undefined;
      if (first === undefined) callback(error ?? new Error(`no address for ${hostname}`), [], 0);
      else if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
};

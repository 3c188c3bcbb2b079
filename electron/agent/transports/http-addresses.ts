import type { Clock } from '../clock.ts';
import type { Log } from '../host.ts';
import { mayTryOtherPort, transportError } from './errors.ts';
import { TransportError } from './transport.ts';

/** Which of the server's addresses is used now: the standard one, or another while that does not connect. */
export interface AddressChoice {
  /** Tries the addresses in turn until one connects. @throws TransportError of the first that was tried when none does */
  first<T>(use: (address: string) => Promise<T>): Promise<T>;
}

/** After so long on another address the standard one gets a chance again. */
const failbackMs = 10 * 60_000;

export const createAddressChoice = (options: {
  addresses: () => string[];
  clock: Clock;
  log: Log;
}): AddressChoice => {
  const { addresses, clock, log } = options;
  let chosen: { address: string; since: number } | undefined;

  const inOrder = (): string[] => {
    const all = addresses();
    if (
      chosen === undefined ||
      clock.monotonic() - chosen.since > failbackMs ||
      !all.includes(chosen.address)
    )
      return all;
    const { address } = chosen;
    return [address, ...all.filter((other) => other !== address)];
  };

  const remember = (address: string): void => {
    const standard = address === addresses()[0];
    if (standard && chosen !== undefined) log.info(`The standard address ${address} works again.`);
    if (!standard && chosen?.address !== address)
      log.info(`The standard address does not connect; ${address} is used.`);
    if (standard) chosen = undefined;
    else if (chosen?.address !== address || clock.monotonic() - chosen.since > failbackMs)
      chosen = { address, since: clock.monotonic() };
  };

  return {
    first: async (use) => {
      let failure: TransportError | undefined;
      for (const address of inOrder()) {
        try {
          const result = await use(address);
          remember(address);
          return result;
        } catch (error) {
          // What did connect is the address to stay with, whatever was wrong there.
          if (!(error instanceof TransportError) || !mayTryOtherPort(error)) throw error;
          failure ??= error;
        }
      }
      throw failure ?? transportError('noServer');
    },
  };
};

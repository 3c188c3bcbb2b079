import { presenceStates } from '#shared/portal-api.ts';
import type { Computer, PresenceState } from '#shared/portal-api.ts';

/** Which computers the list shows. Nothing chosen shows all. */
export interface ComputerFilter {
  search: string;
  presence?: PresenceState;
  /** A customer's code. */
  customer?: string;
}

/** The computers that have every word of the search in one of their texts, and the chosen state and customer. */
export function filterComputers(computers: Computer[], filter: ComputerFilter): Computer[] {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  return computers.filter(
    (computer) =>
      (filter.presence === undefined || computer.presence === filter.presence) &&
      (filter.customer === undefined || computer.customer === filter.customer) &&
      words.every((word) => textOf(computer).includes(word)),
  );
}

/** How many computers are in each state. */
export function countPresence(computers: Computer[]): Record<PresenceState, number> {
  const count = (state: PresenceState): number =>
    computers.filter(({ presence }) => presence === state).length;
  return Object.fromEntries(presenceStates.map((state) => [state, count(state)])) as Record<
    PresenceState,
    number
  >;
}

/** The filter that an address's query names; what it does not know it leaves out. */
export function parseFilter(query: string): ComputerFilter {
  const asked = new URLSearchParams(query);
  const presence = presenceStates.find((state) => state === asked.get('state'));
  const customer = asked.get('customer');
  return {
    search: asked.get('search') ?? '',
    ...(presence !== undefined && { presence }),
    ...(customer !== null && customer !== '' && { customer }),
  };
}

/** The query of an address that names a filter; empty when it shows all. */
export function filterQuery({ search, presence, customer }: ComputerFilter): string {
  const query = new URLSearchParams();
  if (search !== '') query.set('search', search);
  if (presence !== undefined) query.set('state', presence);
  if (customer !== undefined) query.set('customer', customer);
  return query.size === 0 ? '' : `?${query.toString()}`;
}

const textOf = ({ name, cmId, customer, osName, lastAddress = '' }: Computer): string =>
  `${name} ${cmId} ${customer} ${osName} ${lastAddress}`.toLowerCase();

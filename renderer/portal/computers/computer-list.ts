import { presenceStates } from '#shared/portal-data.ts';
import type { Computer, PresenceState } from '#shared/portal-data.ts';
import { matches } from '../parts/matches.ts';

/** Which computers the list shows. */
export interface ComputerFilter {
  search: string;
  presence: PresenceState | typeof every;
  /** A customer's code, which is in capital letters. */
  customer: string;
}

/** Any state, any customer. */
export const every = 'all';
export const wholeList: ComputerFilter = { search: '', presence: every, customer: every };

/** The computers that have every word of the search in one of their texts, and the chosen state and customer. */
export function filterComputers(computers: Computer[], filter: ComputerFilter): Computer[] {
  return computers.filter(
    (computer) =>
      (filter.presence === every || computer.presence === filter.presence) &&
      (filter.customer === every || computer.customer === filter.customer) &&
      matches(filter.search, textsOf(computer)),
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
  return {
    search: asked.get('search') ?? '',
    presence: presenceStates.find((state) => state === asked.get('state')) ?? every,
    customer: asked.get('customer') ?? every,
  };
}

/** The query of an address that names a filter; empty when it shows all. */
export function filterQuery({ search, presence, customer }: ComputerFilter): string {
  const query = new URLSearchParams();
  if (search !== '') query.set('search', search);
  if (presence !== every) query.set('state', presence);
  if (customer !== every) query.set('customer', customer);
  return query.size === 0 ? '' : `?${query.toString()}`;
}

const textsOf = ({ name, cmId, customer, osName, lastAddress = '' }: Computer): string[] => [
  name,
  cmId,
  customer,
  osName,
  lastAddress,
];

import type { Computer, ComputerDetail, PortalAnswer, PortalInput } from '#shared/portal-api.ts';
import { refuse } from '../refusal.ts';
import type { Refusal } from '../refusal.ts';
import type { Handlers } from '../routes.ts';

/** What the server knows of its computers. */
export interface ComputerViews {
  isKnown(cmId: string): boolean;
  list(): Promise<Computer[]>;
  detail(cmId: string): Promise<ComputerDetail | undefined>;
}

/** "Messages received to CM". */
export interface MessageViews {
  list(
    cmId: string,
    page: PortalInput<'computerMessages'>['query'],
  ): Promise<PortalAnswer<'computerMessages'>>;
  get(id: string): Promise<PortalAnswer<'message'> | undefined>;
}

type ComputerHandlers = Pick<Handlers, 'computers' | 'computer' | 'computerMessages' | 'message'>;

/** Computers, and the messages received from them. */
export function computerHandlers(computers: ComputerViews, messages: MessageViews): ComputerHandlers {
  return {
    computers: async () => ({ ok: true, value: await computers.list() }),

    async computer({ params }) {
      const detail = await computers.detail(params.cmId);
      return detail ? { ok: true, value: detail } : unknownComputer(params.cmId);
    },

    async computerMessages({ params, query }) {
      if (!computers.isKnown(params.cmId)) return unknownComputer(params.cmId);
      return { ok: true, value: await messages.list(params.cmId, query) };
    },

    async message({ params }) {
      const message = await messages.get(params.id);
      return message
        ? { ok: true, value: message }
        : refuse('notFound', 'There is no such message: go back to the list.');
    },
  };
}

export const unknownComputer = (cmId: string): Refusal =>
  refuse('notFound', `There is no computer ${cmId}: choose one from the list.`);

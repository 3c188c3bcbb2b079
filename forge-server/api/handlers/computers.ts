import type { Computers } from '../../computers/overview.ts';
import type { Registry } from '../../computers/registry.ts';
import type { ReceivedMessages } from '../../inbox/received-messages.ts';
import { refuse } from '../refusal.ts';
import type { Refusal } from '../refusal.ts';
import type { Handlers } from '../routes.ts';

export interface ComputerHandlersOptions {
  registry: Pick<Registry, 'byId'>;
  computers: Computers;
  messages: ReceivedMessages;
}

type ComputerHandlers = Pick<Handlers, 'computers' | 'computer' | 'computerMessages' | 'message'>;

/** Computers, and "Messages received to CM". */
export function computerHandlers({
  registry,
  computers,
  messages,
}: ComputerHandlersOptions): ComputerHandlers {
  return {
    computers: async () => ({ ok: true, value: await computers.list() }),

    async computer({ params }) {
      const detail = await computers.detail(params.cmId);
      return detail ? { ok: true, value: detail } : unknownComputer(params.cmId);
    },

    async computerMessages({ params, query }) {
      if (!registry.byId(params.cmId)) return unknownComputer(params.cmId);
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

/** Also for what else belongs to a computer. */
export const unknownComputer = (cmId: string): Refusal =>
  refuse('notFound', `There is no computer ${cmId}: choose one from the list.`);

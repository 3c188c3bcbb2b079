import type { Customers } from '../../computers/customers.ts';
import type { Tokens } from '../../computers/tokens.ts';
import type { Handlers } from '../routes.ts';
import type { NoteAudit } from './note-audit.ts';

export interface CustomerHandlersOptions {
  customers: Pick<Customers, 'list' | 'add'>;
  tokens: Tokens;
  note: NoteAudit;
}

type CustomerHandlers = Pick<Handlers, 'customers' | 'addCustomer' | 'tokens' | 'addToken' | 'removeToken'>;

/** Customers, and the tokens that their computers register with. */
export function customerHandlers({ customers, tokens, note }: CustomerHandlersOptions): CustomerHandlers {
  return {
    customers: async () => ({ ok: true, value: await customers.list() }),

    async addCustomer(call) {
      const added = await customers.add(call.body);
      if (added.ok) await note(call, { action: 'customerAdded', subject: added.value.code });
      return added;
    },

    tokens: async () => ({ ok: true, value: await tokens.list() }),

    async addToken(call) {
      const made = await tokens.create(call.body);
      if (made.ok)
        await note(call, { action: 'tokenMade', subject: call.body.customer, detail: made.value.token.id });
      return made;
    },

    async removeToken(call) {
      const removed = await tokens.remove(call.params.id);
      if (removed.ok) await note(call, { action: 'tokenWithdrawn', detail: call.params.id });
      return removed;
    },
  };
}

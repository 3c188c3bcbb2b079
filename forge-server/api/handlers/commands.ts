import type { Registry } from '../../computers/registry.ts';
import type { Documents } from '../../documents/documents.ts';
import type { Commands } from '../../outbox/commands.ts';
import { refuse } from '../refusal.ts';
import type { Handlers } from '../routes.ts';
import { unknownComputer } from './computers.ts';
import type { NoteAudit } from './note-audit.ts';

export interface CommandHandlersOptions {
  registry: Pick<Registry, 'byId'>;
  commands: Pick<Commands, 'send' | 'list' | 'get' | 'cancel'>;
  documents: Pick<Documents, 'save'>;
  note: NoteAudit;
}

type CommandHandlers = Pick<
  Handlers,
  'computerCommands' | 'sendCommand' | 'command' | 'cancelCommand' | 'saveSettings'
>;

/** "Requests sent from CM", and the settings that the server gives a computer. */
export function commandHandlers({
  registry,
  commands,
  documents,
  note,
}: CommandHandlersOptions): CommandHandlers {
  return {
    async computerCommands({ params, query }) {
      if (!registry.byId(params.cmId)) return unknownComputer(params.cmId);
      return { ok: true, value: await commands.list(params.cmId, query) };
    },

    async sendCommand(call) {
      const { params, body, caller } = call;
      const sent = await commands.send({ ...body, cmId: params.cmId, operator: caller.operator.name });
      if (sent.ok) {
        const detail = `${body.kind} ${sent.value.id}`;
        await note(call, { action: 'commandSent', subject: params.cmId, detail });
      }
      return sent;
    },

    async command({ params }) {
      const command = await commands.get(params.id);
      return command
        ? { ok: true, value: command }
        : refuse('notFound', 'There is no such command: go back to the list.');
    },

    async cancelCommand(call) {
      const { params, caller } = call;
      const cancelled = await commands.cancel(params.id, caller.operator.name);
      if (cancelled.ok) {
        const { cmId, kind, id } = cancelled.value;
        await note(call, { action: 'commandCancelled', subject: cmId, detail: `${kind} ${id}` });
      }
      return cancelled;
    },

    async saveSettings(call) {
      const { params, body, caller } = call;
      const saved = await documents.save(params.cmId, body.settings, caller.operator.name);
      if (saved.ok)
        await note(call, { action: 'settingsSaved', subject: params.cmId, detail: saved.value.id });
      return saved;
    },
  };
}

import type { AgentApi } from '#shared/ipc.ts';
import { folders, retryable } from '#shared/outbox-view.ts';
import type { Folder, MessageDetail, MessageRow } from '#shared/outbox-view.ts';

type OutboxCalls = Pick<
  AgentApi,
  'folders' | 'messages' | 'message' | 'messagesRetry' | 'messagesDelete' | 'messagesRestore'
>;

const isSent = (row: MessageRow): boolean => row.state === 'sent' || row.state === 'confirmed';

const holds: Record<Folder, (row: MessageRow) => boolean> = {
  waiting: (row) => row.class !== 'command' && (row.state === 'waiting' || row.state === 'sending'),
  all: (row) => row.class !== 'command' && row.state !== 'waiting' && row.state !== 'sending',
  sentSystem: (row) => row.class === 'system' && isSent(row),
  sentResults: (row) => row.class === 'taskResult' && isSent(row),
  responses: (row) => row.class === 'confirmation' && isSent(row),
  disabled: (row) => row.state === 'disabled',
  failed: (row) => row.class !== 'command' && (row.state === 'failed' || row.state === 'expired'),
  commands: (row) => row.class === 'command',
};

/** The outbox as a window sees it, in memory. */
export class FakeOutbox {
  readonly calls: OutboxCalls;
  private messages: MessageDetail[];
  private readonly deleted = new Map<string, MessageDetail>();
  private readonly changed: () => void;

  constructor(messages: MessageDetail[], changed: () => void) {
    this.messages = messages;
    this.changed = changed;
    this.calls = {
      folders: async () => folders.map((folder) => this.count(folder)),
      messages: async ({ folder, search, before, limit }) => {
        const wanted = search.toLowerCase();
        const found = this.inFolder(folder).filter((row) =>
          `${row.title} ${row.why}`.toLowerCase().includes(wanted),
        );
        const from = before === undefined ? 0 : found.findIndex((row) => row.id === before) + 1;
        const rows = found.slice(from, from + limit);
        return { rows, total: found.length, more: from + limit < found.length };
      },
      message: async (id) => this.messages.find((one) => one.row.id === id) ?? null,
      messagesRetry: async (ids) =>
        this.update(ids, (row) =>
          retryable(row.state) ? { ...row, state: 'waiting', why: 'It waits for its turn.' } : row,
        ),
      messagesDelete: async (ids) => {
        const gone = this.messages.filter((one) => ids.includes(one.row.id));
        for (const one of gone) this.deleted.set(one.row.id, one);
        this.messages = this.messages.filter((one) => !ids.includes(one.row.id));
        this.changed();
        return gone.length;
      },
      messagesRestore: async (ids) => {
        const back = ids.flatMap((id) => this.deleted.get(id) ?? []);
        this.add(...back);
        return back.length;
      },
    };
  }

  /** New messages come in. */
  add(...messages: MessageDetail[]): void {
    this.messages = [...this.messages, ...messages].toSorted((a, b) => (a.row.id < b.row.id ? 1 : -1));
    this.changed();
  }

  /** Changes the rows of some messages; gives how many there were. */
  update(ids: string[], change: (row: MessageRow) => MessageRow): number {
    this.messages = this.messages.map((one) =>
      ids.includes(one.row.id) ? { ...one, row: change(one.row) } : one,
    );
    this.changed();
    return this.messages.filter((one) => ids.includes(one.row.id)).length;
  }

  private inFolder(folder: Folder): MessageRow[] {
    return this.messages.map((one) => one.row).filter(holds[folder]);
  }

  private count(folder: Folder): { folder: Folder; count: number; bytes: number } {
    const rows = this.inFolder(folder);
    return { folder, count: rows.length, bytes: rows.reduce((sum, row) => sum + row.bytes, 0) };
  }
}

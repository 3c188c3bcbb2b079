import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from './errors.ts';

/*
 * One step a version; a step that has been released is never changed. `messages.body` stands last, so that lists
 * are read without touching the bodies. `messages.age` is the agent's running time when the message was born.
 */
const steps = [
  `
  CREATE TABLE messages (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    class TEXT NOT NULL,
    priority INTEGER NOT NULL,
    state TEXT NOT NULL,
    title TEXT NOT NULL,
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    age INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    checksum INTEGER NOT NULL,
    in_reply_to TEXT,
    not_after INTEGER,
    next_try INTEGER,
    path TEXT,
    reason TEXT,
    body BLOB NOT NULL
  ) STRICT;
  CREATE INDEX messages_by_state ON messages (state, priority, sequence, bytes);
  CREATE INDEX messages_by_next_try ON messages (next_try) WHERE next_try IS NOT NULL;
  CREATE INDEX messages_by_not_after ON messages (not_after) WHERE not_after IS NOT NULL;

  CREATE TABLE message_events (
    message_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    event TEXT NOT NULL
  ) STRICT;
  CREATE INDEX message_events_by_message ON message_events (message_id);
  CREATE TRIGGER messages_take_their_events AFTER DELETE ON messages BEGIN
    DELETE FROM message_events WHERE message_id = old.id;
  END;

  CREATE TABLE commands (
    id TEXT NOT NULL PRIMARY KEY,
    epoch INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    kind TEXT NOT NULL,
    args TEXT NOT NULL,
    operator TEXT NOT NULL,
    path TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    created INTEGER NOT NULL,
    not_after INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    started_at INTEGER,
    finished_at INTEGER,
    reason TEXT,
    result TEXT
  ) STRICT;
  CREATE INDEX commands_by_state ON commands (state);

  CREATE TABLE facts (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT;

  CREATE TABLE task_runs (
    id INTEGER PRIMARY KEY,
    task_id TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER,
    outcome TEXT,
    reason TEXT
  ) STRICT;
  CREATE INDEX task_runs_by_task ON task_runs (task_id, started_at);
  `,
];

/** The agent's tables, in the order in which a damaged store is read. */
export const tables = ['facts', 'commands', 'messages', 'message_events', 'task_runs'] as const;

/**
 * Brings a store to the newest version, each step whole or not at all.
 * @throws StoreError `newer` when a later version of the program made the store
 */
export const migrate = (db: DatabaseSync, file: string): void => {
  const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version']);
  if (version > steps.length) throw new StoreError('newer', file);
  for (const [index, step] of steps.entries()) {
    if (index >= version) db.exec(`BEGIN IMMEDIATE; ${step} PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
};

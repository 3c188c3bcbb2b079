import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { outboxOn } from './temporary-outbox.double.ts';

const rounds = 20;
const startWithinMs = 500;
const program = path.join(import.meta.dirname, 'enqueue-for-ever.double.ts');

/** Runs the program until some time after its first message, kills it, and gives the ids that it was promised. */
const runAndKill = (file: string, writers: number, afterMs: number): Promise<string[]> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, file, String(writers)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    let complaints = '';
    child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), afterMs));
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      complaints += chunk.toString();
    });
    child.on('close', (_code, signal) => {
      if (signal === 'SIGKILL') resolve(printed.split('\n').slice(0, -1));
      else reject(new Error(complaints));
    });
  });

test.concurrent.each([1, 20])(
  `killed at ${rounds / 2} random moments with %i writers: what was acknowledged is there, and the start is quick`,
  async (writers) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'c-monitor-kill-'));
    const file = path.join(folder, 'agent.db');
    const acknowledged = new Set<string>();
    for (let round = 0; round < rounds / 2; round += 1) {
      for (const id of await runAndKill(file, writers, Math.random() * 60)) acknowledged.add(id);
      const startedAt = performance.now();
      const { store, outbox } = outboxOn(file);
      const [first] = await outbox.queue.take(1);
      expect(performance.now() - startedAt).toBeLessThan(startWithinMs);
      expect(first).toBeDefined();
      expect(store.recovered).toBeUndefined();
      const ids = new Set(
        store
          .prepare<{ id: string }>('SELECT id FROM messages')
          .all()
          .map(({ id }) => id),
      );
      const lost = [...acknowledged].filter((id) => !ids.has(id));
      expect(lost).toEqual([]);
      await store.close();
    }
    expect(acknowledged.size).toBeGreaterThan(rounds);
    rmSync(folder, { recursive: true, force: true });
  },
  60_000,
);

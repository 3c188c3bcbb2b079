import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { StoreError } from './errors.ts';
import { openStore } from './store.ts';
import { createKeptLog, openTemporaryStore } from './temporary-store.double.ts';
import type { TemporaryStore } from './temporary-store.double.ts';

let temporary: TemporaryStore;
beforeEach(() => {
  temporary = openTemporaryStore();
});
afterEach(() => temporary.remove());

const codeOf = (error: unknown): string => (error instanceof StoreError ? error.code : String(error));
const thrown = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('writing', () => {
  test('all works of one turn are one commit, in their order', async () => {
    const { store } = temporary;
    let commits = 0;
    store.onCommit(() => {
      commits += 1;
    });
    const order = await Promise.all([1, 2, 3].map((n) => store.write(() => n)));
    expect(order).toEqual([1, 2, 3]);
    expect(commits).toBe(1);
  });

  test('a work that throws rejects only itself and changes nothing', async () => {
    const { store } = temporary;
    const good = store.write(() => store.facts.set('good', 1));
    const bad = store.write(() => {
      store.facts.set('bad', 1);
      throw new Error('no');
    });
    const late = store.write(() => store.facts.set('late', 1));
    await expect(bad).rejects.toThrow('no');
    await Promise.all([good, late]);
    expect(store.facts.get('good', z.number())).toBe(1);
    expect(store.facts.get('late', z.number())).toBe(1);
    expect(store.facts.get('bad', z.number())).toBeUndefined();
  });

  test('what was resolved is there after closing and opening again', async () => {
    await temporary.store.write(() => temporary.store.facts.set('kept', { a: [1] }));
    const store = await temporary.reopen();
    expect(store.facts.get('kept', z.unknown())).toEqual({ a: [1] });
    expect(store.recovered).toBeUndefined();
  });

  test('close commits what waits, and later works are refused', async () => {
    const { store } = temporary;
    const waiting = store.write(() => store.facts.set('waiting', true));
    await store.close();
    await waiting;
    await expect(store.write(() => 1)).rejects.toThrow('The store is closed');
    expect(codeOf(thrown(() => store.facts.get('waiting', z.boolean())))).toBe('closed');
    expect((await temporary.reopen()).facts.get('waiting', z.boolean())).toBe(true);
  });

  test('a flood is split, so that other events get their turn', async () => {
    const { store } = temporary;
    let commits = 0;
    store.onCommit(() => {
      commits += 1;
    });
    await Promise.all(Array.from({ length: 2500 }, (_, n) => store.write(() => n)));
    expect(commits).toBe(3);
  });

  test('a fact that does not fit its schema counts as none', async () => {
    await temporary.store.write(() => temporary.store.facts.set('n', 'text'));
    expect(temporary.store.facts.get('n', z.number())).toBeUndefined();
  });
});

describe('a disk in trouble', () => {
  const pages = (limit: number): void => {
    temporary.store.prepare(`PRAGMA max_page_count = ${limit}`).get();
  };

  test('a full disk rejects with a sentence and a remedy, loses nothing, and goes on when there is space', async () => {
    const { store } = temporary;
    await store.write(() => store.facts.set('before', 1));
    pages(1);
    const failure = await store
      .write(() => store.facts.set('big', 'x'.repeat(200_000)))
      .catch((error: unknown) => error);
    expect(codeOf(failure)).toBe('diskFull');
    expect(String(failure)).toContain('is full');
    expect((failure as StoreError).remedy).toContain('Free some space');
    pages(1_000_000);
    await store.write(() => store.facts.set('after', 1));
    const again = await temporary.reopen();
    expect(again.facts.get('before', z.number())).toBe(1);
    expect(again.facts.get('after', z.number())).toBe(1);
    expect(again.facts.get('big', z.string())).toBeUndefined();
  });

  test('all works of a transaction that the disk refused are told', async () => {
    const { store } = temporary;
    pages(1);
    const outcomes = await Promise.allSettled([
      store.write(() => store.facts.set('small', 1)),
      store.write(() => store.facts.set('big', 'x'.repeat(200_000))),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  // The descriptor of the log is taken away under SQLite, in a process of its own, because its number may be given out again.
  test.skipIf(process.platform !== 'linux')(
    'after an error of the disk the file is opened anew and works again',
    () => {
      const script = `
      import { closeSync, readdirSync, readlinkSync } from 'node:fs';
      import { z } from 'zod';
      import { openStore } from ${JSON.stringify(path.join(import.meta.dirname, 'store.ts'))};
      const quiet = () => undefined;
      const store = openStore(${JSON.stringify(path.join(temporary.folder, 'other.db'))}, { debug: quiet, info: quiet, warn: quiet, error: quiet });
      await store.write(() => store.facts.set('before', 1));
      for (const fd of readdirSync('/proc/self/fd')) {
        try { if (readlinkSync('/proc/self/fd/' + fd).endsWith('other.db-wal')) closeSync(Number(fd)); } catch {}
      }
      const failure = await store.write(() => store.facts.set('lost', 1)).catch((error) => error);
      await store.write(() => store.facts.set('after', 1));
      const found = ['before', 'lost', 'after'].map((name) => store.facts.get(name, z.number()) ?? 0);
      console.log(JSON.stringify({ code: failure.code, found }));
      await store.close();
    `;
      const { stdout, stderr } = spawnSync(
        process.execPath,
        ['--input-type=module-typescript', '-e', script],
        {
          cwd: import.meta.dirname,
          encoding: 'utf8',
          timeout: 20_000,
        },
      );
      expect(stdout, stderr).toContain('inputOutput');
      expect(JSON.parse(stdout)).toEqual({ code: 'inputOutput', found: [1, 0, 1] });
    },
  );
});

describe('opening', () => {
  test('a second agent on the same folder is told so', () => {
    const error = thrown(() => openStore(temporary.file, createKeptLog()));
    expect(codeOf(error)).toBe('inUse');
  });

  test('a folder that is not there', () => {
    expect(
      codeOf(thrown(() => openStore(path.join(temporary.folder, 'no', 'agent.db'), createKeptLog()))),
    ).toBe('noAccess');
  });

  test('a store of a newer version is left alone', async () => {
    temporary.store.prepare('PRAGMA user_version = 999').run();
    await temporary.store.close();
    expect(codeOf(thrown(() => openStore(temporary.file, createKeptLog())))).toBe('newer');
    expect(readdirSync(temporary.folder)).toEqual(['agent.db']);
  });

  const mountable = process.platform === 'linux' && process.getuid?.() === 0;
  test.skipIf(!mountable)('a folder that cannot be written to [needs root and Linux to mount one]', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'c-monitor-ro-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'none', folder], { stdio: 'ignore' });
    } catch {
      // Containers without the right to mount show nothing here.
      rmSync(folder, { recursive: true });
      return;
    }
    const error = thrown(() => openStore(path.join(folder, 'agent.db'), createKeptLog()));
    execFileSync('umount', [folder]);
    expect(['readOnly', 'noAccess']).toContain(codeOf(error));
    expect((error as StoreError).remedy).toContain('data folder');
  });
});

describe('a damaged store', () => {
  const fill = async (rows: number, bodyBytes = 500): Promise<void> => {
    const { store } = temporary;
    await store.write(() => {
      const insert = store.prepare(
        `INSERT INTO messages (sequence, id, class, priority, state, title, created, changed, bytes, age, checksum, body)
         VALUES (?, ?, 'system', 5, 'waiting', 't', 1, 1, 500, 1, 1, ?)`,
      );
      for (let n = 1; n <= rows; n += 1)
        insert.run(n, `id-${n}`, Buffer.from(`${n} ${'x'.repeat(bodyBytes)}`));
      store.facts.set('epoch', 7);
    });
  };
  test('damage that shows while the agent runs is told, and mended at the next start', async () => {
    // A store of this size is not checked as a whole at the start.
    await fill(2000, 18_000);
    const { store } = await reopenedWith((bytes) =>
      bytes.fill(0xa5, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 8192),
    );
    expect(store.recovered).toBeUndefined();
    expect(codeOf(thrown(() => store.prepare('SELECT id, body FROM messages').all()))).toBe('damaged');
    expect((await temporary.reopen()).recovered).toContain('set aside');
    expect(count()).toBeGreaterThan(1970);
  });

  /** Opens the store again after something was done to its file. */
  const reopenedWith = async (change: (bytes: Buffer) => void): Promise<TemporaryStore> => {
    await temporary.store.close();
    const bytes = readFileSync(temporary.file);
    change(bytes);
    writeFileSync(temporary.file, bytes);
    temporary.store = openStore(temporary.file, createKeptLog());
    return temporary;
  };
  const count = (): number =>
    temporary.store.prepare<{ n: number }>('SELECT count(*) AS n FROM messages').get()?.n ?? 0;

  test('one that is no database at all is set aside and a new one begun', async () => {
    await temporary.store.close();
    writeFileSync(temporary.file, 'this is not a database, it only has its name. '.repeat(200));
    temporary.store = openStore(temporary.file, createKeptLog());
    expect(temporary.store.recovered).toContain('set aside');
    expect(readdirSync(temporary.folder).some((name) => name.includes('damaged-'))).toBe(true);
    await temporary.store.write(() => temporary.store.facts.set('works', 1));
  });

  test('a page of garbage costs the rows in it and no more, and the damaged file is kept', async () => {
    await fill(2000);
    await temporary.store.close();
    const bytes = readFileSync(temporary.file);
    const page = Math.floor(bytes.length / 4096 / 2);
    bytes.fill(0xa5, page * 4096, (page + 1) * 4096);
    writeFileSync(temporary.file, bytes);
    // A log beside the file means that it was not closed the last time, and has it checked.
    writeFileSync(`${temporary.file}-wal`, '');
    temporary.store = openStore(temporary.file, createKeptLog());
    expect(temporary.store.recovered).toContain('messages');
    expect(count()).toBeGreaterThan(1980);
    expect(count()).toBeLessThan(2000);
    expect(temporary.store.facts.get('epoch', z.number())).toBe(7);
  });
});

// Reads the computer in a process of its own, one source at a time, as `inventory.ts` asks.
import { findParent } from './parent.ts';
import { boundPrograms } from './sources/bounded-programs.ts';
import type { Reading } from './sources/reading.ts';
import type { SourceName } from './sources/sources.ts';
import type { Answer } from './source-worker.ts';

boundPrograms();
const loading = import('./sources/sources.ts');
const parent = findParent();

const answer = (message: Answer): void => {
  parent.post(message);
};
const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const read = async (source: SourceName): Promise<Reading<unknown>> => {
  try {
    const { readers } = await loading;
    return await readers[source]();
  } catch (error) {
    return { unread: words(error) };
  }
};

process.on('uncaughtException', (error) => {
  answer({ failed: words(error) });
});
parent.onMessage((source) => {
  void read(source as SourceName).then((reading) => {
    answer({ reading });
  });
});

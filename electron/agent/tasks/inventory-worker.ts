// Reads the computer in a thread of its own, one source at a time, as `inventory.ts` asks.
import { parentPort } from 'node:worker_threads';
import { boundPrograms } from './sources/bounded-programs.ts';
import type { Reading } from './sources/reading.ts';
import type { SourceName } from './sources/sources.ts';

if (parentPort === null) throw new Error('the inventory is read in a worker; start the agent instead');
const port = parentPort;

boundPrograms();
const { readers } = await import('./sources/sources.ts');

const read = async (source: SourceName): Promise<Reading<unknown>> => {
  try {
    return await readers[source]();
  } catch (error) {
    return { unread: error instanceof Error ? error.message : String(error) };
  }
};

port.on('message', (source: SourceName) => {
  void read(source).then((answer) => {
    port.postMessage(answer);
  });
});

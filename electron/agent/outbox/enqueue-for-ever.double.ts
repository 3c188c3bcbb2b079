// A process that enqueues until it is killed: `node enqueue-for-ever.double.ts <store file> <writers>`. It prints the id of each
// message when the outbox has acknowledged it.
import { writeSync } from 'node:fs';
import { notification, outboxOn } from './temporary-outbox.double.ts';

const [, , file = '', writers = '1'] = process.argv;
const { outbox } = outboxOn(file);

const write = async (): Promise<never> => {
  for (;;) writeSync(1, `${await outbox.enqueue(notification('x', 500))}\n`);
};
await Promise.all(Array.from({ length: Number(writers) }, write));

import type { IncomingMessage } from 'node:http';

/** Memory for bodies that came in and are not dealt with yet, shared by all requests, so that many large ones cannot fill it. */
export interface BodyMemory {
  /** Takes some bytes; false when there are not so many. */
  take(bytes: number): boolean;
  give(bytes: number): void;
}

export const createBodyMemory = (bytes: number): BodyMemory => {
  let free = bytes;
  return {
    take(wanted) {
      if (wanted > free) return false;
      free -= wanted;
      return true;
    },
    give(back) {
      free += back;
    },
  };
};

/** Why a body was not taken. `busy`: too many are being dealt with at once. */
export type BodyRefusal = 'tooLarge' | 'busy';

/** How many times its limit a body is listened to, only to be able to answer it. */
const patience = 4;

/**
 * Reads a body of at most `limit` bytes and hands it on; its memory is given back when `use` has ended. A larger one is heard
 * to its end and thrown away, because a sender who is cut off never sees the answer; one that goes far beyond is refused at
 * once. Rejects when the sender goes away.
 */
export const withBody = async <T>(
  request: IncomingMessage,
  limit: number,
  memory: BodyMemory,
  use: (body: Buffer | BodyRefusal) => Promise<T>,
): Promise<T> => {
  if (Number(request.headers['content-length'] ?? 0) > limit * patience) return use('tooLarge');
  const chunks: Buffer[] = [];
  let held = 0;
  let heard = 0;
  let refusal: BodyRefusal | undefined;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      heard += chunk.length;
      if (heard > limit) refusal = 'tooLarge';
      if (heard > limit * patience) break;
      if (refusal === undefined && !memory.take(chunk.length)) refusal = 'busy';
      if (refusal !== undefined) continue;
      held += chunk.length;
      chunks.push(chunk);
    }
    return await use(refusal ?? Buffer.concat(chunks));
  } finally {
    memory.give(held);
  }
};

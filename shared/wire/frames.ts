import { limits } from '#shared/protocol/limits.ts';

/** Several envelopes in one request or answer: each with its length in 4 bytes, big-endian, before it. */
export const joinFrames = (frames: readonly Uint8Array[]): Uint8Array =>
  Buffer.concat(
    frames.flatMap((frame) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(frame.length);
      return [length, frame];
    }),
  );

/** Takes frames apart. Throws when lengths do not add up or there are more than `limits.envelopesPerRequest`. */
export const splitFrames = (bytes: Uint8Array): Uint8Array[] => {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames: Uint8Array[] = [];
  let at = 0;
  while (at < view.length) {
    if (at + 4 > view.length) throw new RangeError('the last frame has no length');
    const end = at + 4 + view.readUInt32BE(at);
    if (end > view.length) throw new RangeError('a frame is longer than the bytes that came');
    frames.push(view.subarray(at + 4, end));
    if (frames.length > limits.envelopesPerRequest)
      throw new RangeError(`more than ${limits.envelopesPerRequest} frames`);
    at = end;
  }
  return frames;
};

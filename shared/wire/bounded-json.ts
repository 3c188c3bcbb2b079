import type { z } from 'zod';
import { limits } from '#shared/protocol/limits.ts';

const open = new Set([0x5b, 0x7b]);
const close = new Set([0x5d, 0x7d]);
const quote = 0x22;
const backslash = 0x5c;

const depthOf = (bytes: Uint8Array): number => {
  let depth = 0;
  let deepest = 0;
  let inText = false;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i]!;
    if (inText) {
      if (byte === backslash) i += 1;
      else if (byte === quote) inText = false;
    } else if (byte === quote) inText = true;
    else if (open.has(byte)) deepest = Math.max(deepest, (depth += 1));
    else if (close.has(byte)) depth -= 1;
  }
  return deepest;
};

/** Parses JSON (RFC 8259) that is nested at most `limits.jsonDepth` deep; throws a SyntaxError otherwise. */
export const parseBoundedJson = (bytes: Uint8Array): unknown => {
  if (depthOf(bytes) > limits.jsonDepth) throw new SyntaxError(`JSON nested deeper than ${limits.jsonDepth}`);
  return JSON.parse(
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'),
  ) as unknown;
};

/** Reads JSON that must be as the schema says; nothing when it is not, or is no JSON, or is nested too deep. */
export const readBoundedJson = <S extends z.ZodType>(
  schema: S,
  bytes: Uint8Array,
): z.infer<S> | undefined => {
  try {
    return schema.safeParse(parseBoundedJson(bytes)).data;
  } catch {
    return undefined;
  }
};

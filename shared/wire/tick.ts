import { timingSafeEqual } from 'node:crypto';
import { tickAnswerBytes, tickBytes } from '#shared/protocol/tick.ts';
import type { Tick, TickAnswer } from '#shared/protocol/tick.ts';
import { hmac, macKey } from './hmac.ts';
import type { MacKey } from './hmac.ts';

const version = 1;
const macBytes = 16;
const goingDownFlag = 1;
const commandsFlag = 1;
const onlineFlag = 2;

/** A computer's tick key: its 32 bytes, or made ready with `macKey` where it is used often. */
export type TickKey = Uint8Array | MacKey;

/** Part of what is signed, so that a tick is never taken for an answer. */
const labels = { tick: Buffer.from('tick'), answer: Buffer.from('answer') };
type Label = keyof typeof labels;

const mac = (label: Label, bytes: Uint8Array, key: TickKey): Uint8Array => {
  const whole = hmac(key instanceof Uint8Array ? macKey(key) : key, labels[label], bytes);
  return Buffer.from(whole.slice(0, macBytes), 'binary');
};

const authentic = (label: Label, bytes: Uint8Array, key: TickKey): boolean => {
  const body = bytes.subarray(0, bytes.length - macBytes);
  return timingSafeEqual(mac(label, body, key), bytes.subarray(bytes.length - macBytes));
};

/** The 50 bytes of a tick. */
export const encodeTick = (tick: Tick, key: TickKey): Uint8Array => {
  const bytes = Buffer.alloc(tickBytes);
  bytes[0] = version;
  bytes[1] = tick.goingDown ? goingDownFlag : 0;
  bytes.write(tick.cmId, 2, 16, 'ascii');
  bytes.writeUInt32BE(tick.epoch, 18);
  bytes.writeUInt32BE(tick.counter, 22);
  bytes.set(tick.digest.subarray(0, 8), 26);
  bytes.set(mac('tick', bytes.subarray(0, tickBytes - macBytes), key), tickBytes - macBytes);
  return bytes;
};

/**
 * Reads a tick. Nothing is believed before the MAC fits.
 * @param keyOf the tick key of a computer, or nothing when there is no such computer
 * @returns the tick, or nothing when it is malformed, from nobody we know or forged
 */
export const decodeTick = (
  bytes: Uint8Array,
  keyOf: (cmId: string) => TickKey | undefined,
): Tick | undefined => {
  if (bytes.length !== tickBytes || bytes[0] !== version) return undefined;
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = view.indexOf(0, 2);
  const cmId = view.toString('latin1', 2, end === -1 || end > 18 ? 18 : end);
  const key = keyOf(cmId);
  if (key === undefined || !authentic('tick', view, key)) return undefined;
  return {
    cmId,
    epoch: view.readUInt32BE(18),
    counter: view.readUInt32BE(22),
    digest: view.subarray(26, 34),
    goingDown: (view[1]! & goingDownFlag) !== 0,
  };
};

/** The 34 bytes of the answer, never more than the tick that asked. */
export const encodeTickAnswer = (answer: TickAnswer, key: TickKey): Uint8Array => {
  const bytes = Buffer.alloc(tickAnswerBytes);
  bytes[0] = version;
  bytes[1] = (answer.commandsWaiting ? commandsFlag : 0) | (answer.onlineInfoWanted ? onlineFlag : 0);
  bytes.writeUInt32BE(answer.epoch, 2);
  bytes.writeUInt32BE(answer.counter, 6);
  bytes.writeBigUInt64BE(BigInt(answer.serverTime), 10);
  bytes.set(mac('answer', bytes.subarray(0, tickAnswerBytes - macBytes), key), tickAnswerBytes - macBytes);
  return bytes;
};

/** Reads an answer; nothing when it is malformed or forged. The caller compares epoch and counter with what it asked. */
export const decodeTickAnswer = (bytes: Uint8Array, key: TickKey): TickAnswer | undefined => {
  if (bytes.length !== tickAnswerBytes || bytes[0] !== version || !authentic('answer', bytes, key))
    return undefined;
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = view[1]!;
  return {
    epoch: view.readUInt32BE(2),
    counter: view.readUInt32BE(6),
    serverTime: Number(view.readBigUInt64BE(10)),
    commandsWaiting: (flags & commandsFlag) !== 0,
    onlineInfoWanted: (flags & onlineFlag) !== 0,
  };
};

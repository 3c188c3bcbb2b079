/**
 * The short interval's beat and its answer, the same bytes over every wire.
 *
 * Tick, 50 bytes: version 1 | flags 1 | CM-ID 16 (ASCII, zero padded) | epoch 4 | counter 4 | state digest 8 | MAC 16.
 * Answer, 34 bytes: version 1 | flags 1 | epoch 4 | counter 4 (both echoed) | server time 8 (milliseconds) | MAC 16.
 * Integers are big-endian. MAC: HMAC-SHA-256 (RFC 2104, FIPS 180-4) with the computer's tick key, first 16 bytes.
 */
export const tickBytes = 50;
export const tickAnswerBytes = 34;

export interface Tick {
  cmId: string;
  epoch: number;
  counter: number;
  /** First 8 bytes of the hash of what the agent would report; the server asks for online info when it changed. */
  digest: Uint8Array;
  /** The agent is about to stop. */
  goingDown: boolean;
}

export interface TickAnswer {
  epoch: number;
  counter: number;
  /** Milliseconds since 1970. */
  serverTime: number;
  /** Commands wait for this computer: fetch them. */
  commandsWaiting: boolean;
  /** The server has no recent online info: send it now. */
  onlineInfoWanted: boolean;
}

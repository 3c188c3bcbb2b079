/** Sizes in bytes and counts that both ends refuse to exceed, checked before anything is parsed. */
export const limits = {
  /** One sealed envelope on any wire. Larger results travel in parts. */
  envelopeBytes: 8 * 1024 * 1024,
  /** What one envelope may unpack to. */
  unpackedBytes: 64 * 1024 * 1024,
  /** The body of one message, unpacked; the server refuses a larger one in its receipt. */
  messageBytes: 16 * 1024 * 1024,
  /** The header inside an envelope. */
  headerBytes: 4 * 1024,
  /** One HTTP request or answer, several envelopes in frames. */
  requestBytes: 16 * 1024 * 1024,
  /** Envelopes in one request or answer. */
  envelopesPerRequest: 256,
  /** Nesting of JSON in a body. */
  jsonDepth: 32,
  /** Ids that one receipt may name. */
  receiptIds: 1024,
  /** Commands that one fetch returns; the rest follow at the next fetch. */
  commandsPerFetch: 64,
} as const;

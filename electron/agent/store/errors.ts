/** What keeps the store from working; `errors.ts` has a sentence and a remedy for each. */
export type StoreFault =
  | 'readOnly'
  | 'diskFull'
  | 'inputOutput'
  | 'inUse'
  | 'noAccess'
  | 'damaged'
  | 'newer'
  | 'closed';

/** The store could not do what was asked; nothing of it has been done. The message is for people. */
export class StoreError extends Error {
  readonly code: StoreFault;
  /** What to do about it, in a sentence. */
  readonly remedy: string;
  constructor(code: StoreFault, file: string, words?: string) {
    const { sentence, remedy } = faults[code];
    super(`${sentence} (${words === undefined ? file : `${file}: ${words}`}).`);
    this.name = 'StoreError';
    this.code = code;
    this.remedy = remedy;
  }
}

const faults: Record<StoreFault, { sentence: string; remedy: string }> = {
  readOnly: {
    sentence: 'The agent cannot write to its data folder',
    remedy: 'Give the user that runs C-Monitor the right to write to the data folder.',
  },
  diskFull: {
    sentence: 'The disk with the data folder is full',
    remedy: 'Free some space; C-Monitor goes on by itself.',
  },
  inputOutput: {
    sentence: 'The disk with the data folder does not work as it should',
    remedy: 'Check the disk and its connection; C-Monitor tries again by itself.',
  },
  inUse: {
    sentence: 'Another C-Monitor is using this data folder',
    remedy: 'Stop the other one, or give this one a data folder of its own.',
  },
  noAccess: {
    sentence: 'The store in the data folder cannot be opened',
    remedy: 'Check that the data folder exists and that the user that runs C-Monitor may read it.',
  },
  damaged: {
    sentence: 'The store in the data folder is damaged',
    remedy: 'Restart C-Monitor; it sets the damaged file aside and keeps what can be read.',
  },
  newer: {
    sentence: 'The store in the data folder was made by a newer C-Monitor',
    remedy: 'Install that version again, or start with an empty data folder.',
  },
  closed: {
    sentence: 'The store is closed',
    remedy: 'C-Monitor is stopping; start it again.',
  },
};

/** SQLite's primary result codes (sqlite.org/rescode.html) that are not a mistake in the program. */
const faultOfResult = new Map<number, StoreFault>([
  [5, 'inUse'],
  [6, 'inUse'],
  [8, 'readOnly'],
  [10, 'inputOutput'],
  [11, 'damaged'],
  [13, 'diskFull'],
  [14, 'noAccess'],
  [26, 'damaged'],
]);

const hasResultCode = (error: unknown): error is Error & { errcode: number } =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number';

/** Names what SQLite threw; what is no trouble of the disk or the file comes back as it was. */
export const nameStoreError = (error: unknown, file: string): unknown => {
  if (!hasResultCode(error)) return error;
  const fault = faultOfResult.get(error.errcode & 0xff);
  return fault === undefined ? error : new StoreError(fault, file, error.message);
};

import { setTimeout as wait } from 'node:timers/promises';
import { safeStorage } from 'electron';
import type { Sealer } from '../adapters/secret-file.ts';

const pollMs = 100;
const longestPollMs = 2000;

/** Without a keyring Chromium seals with a key that everybody knows, which would only look safe. */
const isReal = (): boolean =>
  process.platform !== 'linux' ||
  !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend());

/**
 * Seals secrets with a key that the operating system's keyring keeps. Never asked before a secret is needed, and only by
 * the functions that wait for nobody: with a closed keyring the older ones stop the whole program.
 */
export const createKeyringSealer = (): Sealer => {
  let mayBeWakingUp = true;

  /** Right after the start Electron says no until it has looked. */
  const available = async (): Promise<boolean> => {
    if (!isReal()) return false;
    for (let waited = 0; mayBeWakingUp && waited < longestPollMs; waited += pollMs) {
      if (await safeStorage.isAsyncEncryptionAvailable()) break;
      await wait(pollMs);
    }
    mayBeWakingUp = false;
    return safeStorage.isAsyncEncryptionAvailable();
  };

  return {
    kind: 'keyring',
    description: "encrypted by the system's keyring",
    available,
    seal: (secret) => safeStorage.encryptStringAsync(secret),
    open: async (sealed) => (await safeStorage.decryptStringAsync(Buffer.from(sealed))).result,
  };
};

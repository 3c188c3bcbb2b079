import { safeStorage } from 'electron';
import { connectBus, sessionBusAddress } from '../adapters/dbus.ts';
import type { Sealer } from '../adapters/secret-file.ts';

const secretService = 'org.freedesktop.secrets';

/** True when the session's default keyring is there and open, so that asking it for a key waits for nobody. */
const defaultKeyringIsOpen = async (): Promise<boolean> => {
  const address = sessionBusAddress();
  if (address === undefined) return false;
  const bus = await connectBus(address);
  try {
    const [collection] = await bus.call({
      destination: secretService,
      path: '/org/freedesktop/secrets',
      interface: 'org.freedesktop.Secret.Service',
      member: 'ReadAlias',
      signature: 's',
      body: ['default'],
    });
    if (typeof collection !== 'string' || collection === '/') return false;
    const [locked] = await bus.call({
      destination: secretService,
      path: collection,
      interface: 'org.freedesktop.DBus.Properties',
      member: 'Get',
      signature: 'ss',
      body: ['org.freedesktop.Secret.Collection', 'Locked'],
    });
    return (locked as { value: unknown }).value === false;
  } finally {
    bus.close();
  }
};

/** Electron's older functions ask the keyring on the main thread: with a closed one they would stop the whole program. */
const canAskDirectly = async (): Promise<boolean> => {
  if (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'gnome_libsecret')
    return false;
  return defaultKeyringIsOpen().catch(() => false);
};

type Way = 'waiting' | 'direct' | 'none';

const findWay = async (): Promise<Way> => {
  if (await safeStorage.isAsyncEncryptionAvailable()) return 'waiting';
  return (await canAskDirectly()) ? 'direct' : 'none';
};

/** Seals secrets with a key that the operating system's keyring keeps. Never asked before a secret is needed. */
export const createKeyringSealer = (): Sealer => {
  let way: Way = 'none';
  return {
    kind: 'keyring',
    description: "encrypted by the system's keyring",
    available: async () => {
      way = await findWay();
      return way !== 'none';
    },
    seal: async (secret) => {
      if (way === 'waiting') return safeStorage.encryptStringAsync(secret);
      // oxlint-disable-next-line typescript/no-deprecated -- the only way where the newer functions find no keyring
      return safeStorage.encryptString(secret);
    },
    open: async (sealed) => {
      const bytes = Buffer.from(sealed);
      if (way === 'waiting') return (await safeStorage.decryptStringAsync(bytes)).result;
      // oxlint-disable-next-line typescript/no-deprecated -- the only way where the newer functions find no keyring
      return safeStorage.decryptString(bytes);
    },
  };
};

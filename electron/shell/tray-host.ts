import { connectBus, sessionBusAddress } from '../adapters/dbus.ts';
import type { Bus } from '../adapters/dbus.ts';

const watcher = 'org.kde.StatusNotifierWatcher';
const rules = [
  `type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='${watcher}'`,
  `type='signal',interface='${watcher}',member='StatusNotifierHostRegistered'`,
];

const hostIsThere = async (bus: Bus): Promise<boolean> => {
  try {
    const [answer] = await bus.call({
      destination: watcher,
      path: '/StatusNotifierWatcher',
      interface: 'org.freedesktop.DBus.Properties',
      member: 'Get',
      signature: 'ss',
      body: [watcher, 'IsStatusNotifierHostRegistered'],
    });
    return (answer as { value: unknown }).value === true;
  } catch {
    return false;
  }
};

/**
 * Resolves when a Linux desktop shows tray icons. An icon that is made before would never appear, and a second one of the same
 * program neither, so the only one is made then.
 * Rejects where the session has no D-Bus. After the signal aborts it stays unresolved.
 */
export const waitForTrayHost = async (signal: AbortSignal): Promise<void> => {
  const address = sessionBusAddress();
  if (address === undefined) throw new Error('this session has no D-Bus');
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = async (): Promise<void> => {
    if (!signal.aborted && (await hostIsThere(bus))) resolve();
  };
  const bus = await connectBus(address, () => void look());
  signal.addEventListener('abort', () => {
    bus.close();
  });
  for (const rule of rules) await bus.watch(rule);
  await look();
  await promise;
  bus.close();
};

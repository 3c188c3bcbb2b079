import type { Log } from '#agent/host.ts';
import { connectBus, systemBusAddress } from './dbus.ts';

// NetworkManager tells of its state, systemd-networkd of its properties; a computer has one of them.
const rules = [
  "type='signal',path='/org/freedesktop/NetworkManager',interface='org.freedesktop.NetworkManager',member='StateChanged'",
  "type='signal',path='/org/freedesktop/network1',interface='org.freedesktop.DBus.Properties',member='PropertiesChanged'",
];
const telling = ['StateChanged', 'PropertiesChanged'];

/**
 * Calls back when the network of a Linux computer changed, without asking again and again. Returns how to stop that.
 * Other systems have no such call; there nothing ever calls back.
 */
export const watchNetwork = (onChange: () => void, log: Log): (() => void) => {
  const address = process.platform === 'linux' ? systemBusAddress() : undefined;
  if (address === undefined) return () => {};
  let stopped = false;
  const opening = connectBus(address, ({ member }) => {
    if (!stopped && telling.includes(member)) onChange();
  });
  opening
    .then((bus) => Promise.all(rules.map((rule) => bus.watch(rule))))
    .catch((error: unknown) => {
      log.debug('Changes of the network are not told here.', { error });
    });
  return () => {
    stopped = true;
    opening.then(
      (bus) => {
        bus.close();
      },
      () => {},
    );
  };
};

import { once } from 'node:events';
import dbus from 'dbus-next';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { silentLog } from '#agent/silent-log.double.ts';
import { watchNetwork } from '../../electron/adapters/network-changes.ts';
import { startMessageBus } from '../fakes/message-bus.ts';
import type { MessageBus } from '../fakes/message-bus.ts';

const { Message } = dbus;
const usual = process.env['DBUS_SYSTEM_BUS_ADDRESS'];
let bus: MessageBus;
let sender: dbus.MessageBus;

beforeEach(async () => {
  bus = await startMessageBus();
  process.env['DBUS_SYSTEM_BUS_ADDRESS'] = bus.address;
  sender = dbus.sessionBus({ busAddress: bus.address });
  await once(sender, 'connect');
});
afterEach(async () => {
  if (usual === undefined) delete process.env['DBUS_SYSTEM_BUS_ADDRESS'];
  else process.env['DBUS_SYSTEM_BUS_ADDRESS'] = usual;
  sender.disconnect();
  await bus.stop();
});

const tell = (path: string, iface: string, member: string): void => {
  sender.send(Message.newSignal(path, iface, member, 'u', [70]));
};

it.each([
  ['/org/freedesktop/NetworkManager', 'org.freedesktop.NetworkManager', 'StateChanged'],
  ['/org/freedesktop/network1', 'org.freedesktop.DBus.Properties', 'PropertiesChanged'],
])('hears %s, and nothing after it was stopped', async (path, iface, member) => {
  let heard = 0;
  const stop = watchNetwork(() => (heard += 1), silentLog);
  const other = watchNetwork(() => (heard += 1_000_000), silentLog);
  // Which of the signals is the first that the bus hands over is not known; one of them is.
  await vi.waitFor(() => {
    tell(path, iface, member);
    expect(heard).toBeGreaterThan(1_000_000);
  });
  stop();
  heard = 0;
  await vi.waitFor(() => {
    tell(path, iface, member);
    expect(heard).toBeGreaterThanOrEqual(1_000_000);
  });
  expect(heard % 1_000_000).toBe(0);
  other();
});

it('does nothing where there is no such bus', async () => {
  process.env['DBUS_SYSTEM_BUS_ADDRESS'] = 'unix:path=/nowhere/socket';
  const notes: string[] = [];
  const stop = watchNetwork(() => {}, { ...silentLog, debug: (message) => void notes.push(message) });
  await vi.waitFor(() => expect(notes).toEqual(['Changes of the network are not told here.']));
  stop();
});

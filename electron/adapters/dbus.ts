import { existsSync } from 'node:fs';
import dbus from 'dbus-next';

const longestCallMs = 5000;

export interface BusCall {
  destination: string;
  path: string;
  interface: string;
  member: string;
  /** D-Bus types of the body, such as `ss`; together with `body` or not at all. */
  signature?: string;
  body?: unknown[];
}

export interface BusSignal {
  interface: string;
  member: string;
  body: unknown[];
}

/** A connection to one D-Bus message bus. Nothing calls back after `close`. */
export interface Bus {
  /** Gives the answer's body. Rejects when there is no answer within 5 seconds. */
  call(call: BusCall): Promise<unknown[]>;
  /** Asks for the signals of a match rule, such as `type='signal',member='StateChanged'`. */
  watch(rule: string): Promise<void>;
  close(): void;
}

/** The address of this desktop session's bus; nothing where there is none. */
export const sessionBusAddress = (env: NodeJS.ProcessEnv = process.env): string | undefined => {
  const given = env['DBUS_SESSION_BUS_ADDRESS'];
  if (given) return given;
  const socket = `${env['XDG_RUNTIME_DIR'] ?? ''}/bus`;
  return existsSync(socket) ? `unix:path=${socket}` : undefined;
};

/** The address of the computer's own bus; nothing where there is none. */
export const systemBusAddress = (env: NodeJS.ProcessEnv = process.env): string | undefined => {
  const given = env['DBUS_SYSTEM_BUS_ADDRESS'];
  if (given) return given;
  const socket = '/run/dbus/system_bus_socket';
  return existsSync(socket) ? `unix:path=${socket}` : undefined;
};

/** The library asks for a native module for abstract sockets, which Node opens by itself under a name with a leading NUL. */
const plainAddress = (address: string): string => address.replace('unix:abstract=', 'unix:socket=\0');

const withDeadline = <T>(answer: Promise<T>, what: string): Promise<T> => {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${what} did not answer`)), longestCallMs);
  timer.unref();
  return Promise.race([answer, promise]).finally(() => {
    clearTimeout(timer);
  });
};

/** Connects to a bus. Rejects when it cannot be reached. */
export const connectBus = async (
  address: string,
  onSignal: (signal: BusSignal) => void = () => {},
): Promise<Bus> => {
  const bus = dbus.sessionBus({ busAddress: plainAddress(address) });
  await withDeadline(
    new Promise<void>((resolve, reject) => {
      bus.on('connect', resolve);
      bus.on('error', reject);
    }),
    'D-Bus',
  );
  bus.on('message', (message) => {
    if (message.type === dbus.MessageType.SIGNAL)
      onSignal({ interface: message.interface, member: message.member, body: message.body });
  });

  const call = async ({ signature = '', body = [], ...to }: BusCall): Promise<unknown[]> => {
    const answer = await withDeadline(
      bus.call(new dbus.Message({ ...to, signature, body })),
      `${to.destination} ${to.member}`,
    );
    return (answer?.body ?? []) as unknown[];
  };
  return {
    call,
    watch: async (rule) => {
      await call({
        destination: 'org.freedesktop.DBus',
        path: '/org/freedesktop/DBus',
        interface: 'org.freedesktop.DBus',
        member: 'AddMatch',
        signature: 's',
        body: [rule],
      });
    },
    close: () => {
      bus.removeAllListeners('message');
      bus.disconnect();
    },
  };
};

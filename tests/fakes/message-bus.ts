import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A D-Bus message bus of its own. */
export interface MessageBus {
  address: string;
  stop(): Promise<void>;
}

/** Starts a real bus daemon that nothing else on this computer knows of. */
export const startMessageBus = async (): Promise<MessageBus> => {
  const daemon = spawn('dbus-daemon', ['--session', '--nofork', '--nosyslog', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = once(daemon, 'exit');
  const [address] = (await once(createInterface(daemon.stdout), 'line')) as [string];
  return {
    address,
    stop: async () => {
      daemon.kill();
      await exited;
    },
  };
};

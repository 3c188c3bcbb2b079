import { getServers } from 'node:dns';
import os from 'node:os';
import { networkGatewayDefault, networkInterfaces } from 'systeminformation';
import type { Inventory } from '#shared/protocol/inventory.ts';
import { meaningful, measured, text } from './reading.ts';
import type { Reading } from './reading.ts';

type Network = NonNullable<Inventory['network']>;

const addressesOf = (name: string): string[] =>
  (os.networkInterfaces()[name] ?? []).map((entry) => entry.address).slice(0, 32);

/** Adapters without the loopback. Gateway and name servers are known for the whole computer and stand at its default adapter. */
export const readNetwork = async (): Promise<Reading<Network>> => {
  const read = await networkInterfaces();
  const gateway = text(await networkGatewayDefault());
  const adapters = (Array.isArray(read) ? read : [read]).filter((adapter) => !adapter.internal);
  const value = adapters.slice(0, 128).map((adapter) => {
    const speedMbit = measured(adapter.speed);
    return {
      name: text(adapter.iface),
      mac: meaningful(adapter.mac),
      addresses: addressesOf(adapter.iface),
      gateway: adapter.default ? gateway : '',
      dns: adapter.default ? getServers().slice(0, 16) : [],
      ...(speedMbit === undefined ? {} : { speedMbit }),
      up: adapter.operstate === 'up',
      virtual: adapter.virtual,
    };
  });
  return value.length === 0 ? { unread: 'the system told of no network adapter' } : { value };
};

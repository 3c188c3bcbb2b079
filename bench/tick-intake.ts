// Ticks that Forge takes in over HTTP, beside a bare node:http server with the same bytes in and out: requests for each second of
// the server's own CPU time, so that neither the load generator nor the rest of the machine decides.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { http } from '#shared/protocol/names.ts';
import { encodeTick } from '#shared/wire/tick.ts';
import { build } from '../build/build.ts';
import { dist, quietNode } from '../build/dist.ts';
import { signIn } from '../build/portal-client.ts';
import { WireAgent } from '../tests/fakes/wire-agent.ts';
import { cpuTicks } from './process-tree.ts';
import { report } from './report.ts';

const connections = 64;
const ticksPerRound = 1500;
const rounds = 7;

interface Server {
  child: ChildProcess;
  address: URL;
  firstOperator?: { name: string; password: string };
}

const start = async (args: string[]): Promise<Server> => {
  const child = spawn(process.execPath, [quietNode, ...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [{ addresses, ...rest }] = (await once(child, 'message')) as [
    { addresses: string[] } & Pick<Server, 'firstOperator'>,
  ];
  return { child, address: new URL(addresses[0] ?? ''), ...rest };
};

const requestBytes = (address: URL, body: Uint8Array): Buffer =>
  Buffer.concat([
    Buffer.from(
      `POST ${http.tickPath} HTTP/1.1\r\nhost: ${address.host}\r\ncontent-type: ${http.tickType}\r\ncontent-length: ${body.length}\r\n\r\n`,
    ),
    body,
  ]);

/** One computer on one kept-alive connection: the next tick goes when the answer to the one before is whole. */
const tickAway = (address: URL, requests: Buffer[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = net.connect(Number(address.port), address.hostname);
    let received = '';
    let at = 0;
    const next = (): void => {
      const request = requests[at];
      if (request === undefined) {
        socket.end();
        resolve();
        return;
      }
      at += 1;
      socket.write(request);
    };
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.once('error', reject);
    socket.once('connect', next);
    socket.on('data', (chunk: string) => {
      received += chunk;
      const head = received.indexOf('\r\n\r\n');
      if (head === -1) return;
      if (!received.startsWith('HTTP/1.1 200')) return reject(new Error(received.slice(0, 80)));
      const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
      if (received.length < head + 4 + length) return;
      received = '';
      next();
    });
  });

const perCpuSecond = async ({ child, address }: Server, agents: WireAgent[]): Promise<number> => {
  const requests = agents.map((agent) =>
    Array.from({ length: ticksPerRound }, () => {
      agent.counter += 1;
      const tick = {
        cmId: agent.cmId,
        epoch: agent.epoch,
        counter: agent.counter,
        digest: new Uint8Array(8),
        goingDown: false,
      };
      return requestBytes(address, encodeTick(tick, agent.tickKey));
    }),
  );
  const before = cpuTicks(child.pid ?? 0);
  await Promise.all(requests.map((own) => tickAway(address, own)));
  const seconds = (cpuTicks(child.pid ?? 0) - before) / 100;
  return (connections * ticksPerRound) / seconds;
};

await build();
const folder = mkdtempSync(path.join(os.tmpdir(), 'cm-bench-'));
const config = path.join(folder, 'forge.json');
writeFileSync(config, JSON.stringify({ dataFolder: 'forge', httpPort: 0, logLevel: 'error' }));
const forge = await start([dist('server', 'main.js'), '--config', config]);
const bare = await start([path.join(import.meta.dirname, 'bare-http.ts')]);
const portal = await signIn(
  forge.address.origin,
  forge.firstOperator?.name ?? '',
  forge.firstOperator?.password ?? '',
);
const newAgent = async (): Promise<WireAgent> => {
  const { text } = await portal.call('addToken', {
    body: { customer: 'HOME', note: 'bench', validHours: 1 },
  });
  const agent = new WireAgent(forge.address.origin);
  await agent.register(text);
  return agent;
};
const agents = await Promise.all(Array.from({ length: connections }, newAgent));
const ours: number[] = [];
const peer: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  for (const side of round % 2 === 0 ? ['ours', 'peer'] : ['peer', 'ours']) {
    if (side === 'ours') ours.push(await perCpuSecond(forge, agents));
    else peer.push(await perCpuSecond(bare, agents));
  }
}
forge.child.kill('SIGTERM');
bare.child.kill('SIGKILL');
await once(forge.child, 'exit');
rmSync(folder, { recursive: true, force: true });
// The first round warms both up.
const held = report({
  what: 'ticks over HTTP',
  unit: 'for each second of CPU',
  ours: ours.slice(1),
  peer: peer.slice(1),
  peerName: 'bare node:http',
  better: 'larger',
  bar: 0.6,
});
process.exit(held ? 0 : 1);

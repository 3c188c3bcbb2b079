import { systemClock } from '#forge/clock.ts';
import type { PortalEvent } from '#shared/portal-api.ts';
import { startForge } from './forge.ts';

/*
 * A Forge in a process of its own: `node forge-process.ts <folder> [event]`. With an event it kills itself the first time
 * that this is told, which is after the commit and before the answer. Prints its address and a token as one line of JSON.
 */
const [folder, deadly] = process.argv.slice(2) as [string, PortalEvent['event'] | undefined];
const forge = await startForge({}, folder, { ...systemClock, advance: () => undefined });
const token = await forge.token();
forge.core.events.on(({ event }) => {
  if (event === deadly) process.kill(process.pid, 'SIGKILL');
});
process.stdout.write(`${JSON.stringify({ base: forge.base, token })}\n`);

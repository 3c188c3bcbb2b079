import type { CallError } from '../api/portal-client.ts';
import { go } from '../frame/address.ts';
import { useCall } from '../frame/use-portal.ts';
import { routePath } from '../routes.ts';
import { argsOf } from './sendable.ts';
import type { CommandForm, SendableKind } from './sendable.ts';

interface Sending {
  /** Sends a command and goes to the page where it can be watched. Gives whether it was sent. */
  send: (kind: SendableKind, form: CommandForm) => Promise<boolean>;
  pending: boolean;
  error: CallError | undefined;
}

/** Sends commands to one computer. */
export function useSendCommand(cmId: string): Sending {
  const { run, pending, error } = useCall('sendCommand');
  const send = async (kind: SendableKind, form: CommandForm): Promise<boolean> => {
    const body = { kind, args: argsOf(kind, form), validMinutes: form.validMinutes };
    const outcome = await run({ params: { cmId }, body });
    if (outcome.ok) go(routePath({ page: 'computer', cmId, tab: 'requests', item: outcome.value.id }));
    return outcome.ok;
  };
  return { send, pending, error };
}

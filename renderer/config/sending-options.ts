import type { SettingsView } from '#shared/ipc.ts';
import type { Outgoing } from '#shared/settings/outgoing.ts';

/** One way of sending, and the key of the reason why it cannot be chosen. */
export interface SendingOption {
  value: Outgoing['sending'];
  reason: 'notYet' | 'serverDecides' | undefined;
}

const ways: Outgoing['sending'][] = ['disabled', 'smtp', 'mapi', 'http'];
const built: Outgoing['sending'][] = ['disabled', 'http'];

/** The ways of sending: where the CM Server has decided, only its way and "Disabled" can be chosen here. */
export const sendingOptions = (view: SettingsView): SendingOption[] => {
  const decided = view.server.outgoing?.sending;
  return ways.map((value) => {
    if (!built.includes(value)) return { value, reason: 'notYet' };
    const mayChoose = decided === undefined || value === decided || value === 'disabled';
    return { value, reason: mayChoose ? undefined : 'serverDecides' };
  });
};

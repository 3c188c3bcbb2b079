import type { Operator } from '#shared/portal-data.ts';
import { second } from '../../clock.ts';
import { foldName } from '../../operators/operators.ts';
import type { Sessions } from '../../operators/sessions.ts';
import type { Origin, SignIn, SignInOutcome } from '../../operators/sign-in.ts';
import { clearCookie, readCookie, setCookie } from '../cookies.ts';
import { refuse } from '../refusal.ts';
import type { Refusal, Result } from '../refusal.ts';
import type { Call, Handlers } from '../routes.ts';
import type { NoteAudit } from './note-audit.ts';

export interface SessionHandlersOptions {
  signIn: SignIn;
  sessions: Sessions;
  note: NoteAudit;
}

type SessionHandlers = Pick<Handlers, 'signIn' | 'session' | 'signOut' | 'changePassword'>;

/** Signing in and out, and one's own password. */
export function sessionHandlers({ signIn, sessions, note }: SessionHandlersOptions): SessionHandlers {
  return {
    async signIn(call) {
      const outcome = await signIn.signIn(call.body.name, call.body.password, originOf(call));
      const wrong = refuse('forbidden', 'The name or the password is wrong: correct it and try again.');
      return admit(call, outcome, wrong);
    },

    session: ({ caller }) => Promise.resolve({ ok: true, value: caller.operator }),

    async signOut(call) {
      await sessions.end(call.caller.session);
      clearCookie(call.request, call.reply, 'session');
      await note(call, { action: 'signedOut' });
      return { ok: true, value: null };
    },

    async changePassword(call) {
      const { old, new: wanted } = call.body;
      if (foldName(wanted) === call.caller.operator.name)
        return refuse('badRequest', 'The password must not be your name: choose another one.');
      const outcome = await signIn.changePassword(call.caller.operator.name, old, wanted, originOf(call));
      const wrong = refuse('forbidden', 'The old password is wrong: nothing was changed.');
      const admitted = admit(call, outcome, wrong);
      return admitted.ok ? { ok: true, value: null } : admitted;
    },
  };
}

type SessionCall = Call<'signIn'> | Call<'changePassword'>;

function originOf({ request, address }: SessionCall): Origin {
  return { address, session: readCookie(request, 'session'), device: readCookie(request, 'device') };
}

/** Gives the browser its secrets, or says why it gets none. */
function admit({ request, reply }: SessionCall, outcome: SignInOutcome, wrong: Refusal): Result<Operator> {
  switch (outcome.outcome) {
    case 'signedIn':
      setCookie(request, reply, 'session', outcome.session);
      if (outcome.device !== undefined) setCookie(request, reply, 'device', outcome.device);
      return { ok: true, value: outcome.operator };
    case 'wrong':
      return wrong;
    case 'wait': {
      const seconds = Math.ceil(outcome.wait / second);
      const message = `Too many attempts have failed: try again in ${seconds} s.`;
      return { ...refuse('tooMany', message), retryAfter: seconds };
    }
    case 'busy':
      return {
        ...refuse('unavailable', 'Many are signing in right now: try again in a moment.'),
        retryAfter: 2,
      };
  }
}

import { messageOf } from '#shared/error-message.ts';
import { TransportError } from '../transports/transport.ts';

/** Why the CM Server was not reached, for the user: what happened, and what to do where that is known. */
export const failureSentence = (error: unknown): string =>
  error instanceof TransportError ? `${error.message} ${error.remedy}`.trim() : messageOf(error);

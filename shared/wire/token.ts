import { registrationTokenSchema } from '#shared/protocol/registration.ts';
import type { RegistrationToken } from '#shared/protocol/registration.ts';
import { parseBoundedJson } from './bounded-json.ts';
import { fromBase64Url, toBase64Url } from './bytes.ts';

const prefix = 'CM1.';

/** A registration token as the one line that a person copies. */
export const printToken = (token: RegistrationToken): string =>
  prefix + toBase64Url(Buffer.from(JSON.stringify(token)));

/** Reads a registration token, white space around it allowed; nothing when it is none. */
export const parseToken = (text: string): RegistrationToken | undefined => {
  const line = text.trim();
  if (!line.startsWith(prefix)) return undefined;
  try {
    return registrationTokenSchema.parse(parseBoundedJson(fromBase64Url(line.slice(prefix.length))));
  } catch {
    return undefined;
  }
};

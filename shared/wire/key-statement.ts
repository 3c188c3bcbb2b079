import { keyStatementSchema } from '#shared/protocol/registration.ts';
import type { KeyStatement, ServerKeys } from '#shared/protocol/registration.ts';
import { parseBoundedJson } from './bounded-json.ts';
import { fromBase64Url, toBase64Url } from './bytes.ts';
import { keyHash, serverIdOf, signingKey, verifyingKey } from './keys.ts';
import type { KeyPair } from './keys.ts';
import { sign, verify } from './sign.ts';

const statementType = 'application/vnd.cmonitor.keys.v1';

/** The root key vouches for the keys that the server uses day by day. */
export const signKeyStatement = (statement: KeyStatement, root: KeyPair): ServerKeys => {
  const bytes = Buffer.from(JSON.stringify(statement));
  return {
    rootKey: root.publicKey,
    statement: toBase64Url(bytes),
    signature: toBase64Url(sign(statementType, bytes, signingKey(root))),
  };
};

/** The statement of a server's keys, or why they were not accepted. */
export type KeyCheck =
  | { ok: true; statement: KeyStatement }
  | { ok: false; reason: 'wrongRootKey' | 'badSignature' | 'expired' };

/**
 * Checks a server's keys against the hash of the root key that was given out of band.
 * @param now milliseconds since 1970
 */
export const checkServerKeys = (keys: ServerKeys, rootKeyHash: string, now: number): KeyCheck => {
  if (keyHash(keys.rootKey) !== rootKeyHash) return { ok: false, reason: 'wrongRootKey' };
  const bytes = fromBase64Url(keys.statement);
  if (!verify(statementType, bytes, fromBase64Url(keys.signature), verifyingKey(keys.rootKey)))
    return { ok: false, reason: 'badSignature' };
  const statement = keyStatementSchema.parse(parseBoundedJson(bytes));
  if (statement.serverId !== serverIdOf(keys.rootKey)) return { ok: false, reason: 'badSignature' };
  if (now > statement.notAfter) return { ok: false, reason: 'expired' };
  return { ok: true, statement };
};

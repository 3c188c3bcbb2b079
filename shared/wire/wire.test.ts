import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import * as hpke from 'hpke';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { EnvelopeHeader } from '#shared/protocol/envelope.ts';
import { limits } from '#shared/protocol/limits.ts';
import { tickAnswerBytes, tickBytes } from '#shared/protocol/tick.ts';
import { parseBoundedJson, readBoundedJson } from './bounded-json.ts';
import { fromBase64Url, toBase32, toBase64Url } from './bytes.ts';
import { EnvelopeError, openEnvelope, sealEnvelope } from './envelope.ts';
import { joinFrames, splitFrames } from './frames.ts';
import { hpkeOpen, hpkeSeal } from './hpke.ts';
import { newId } from './id.ts';
import { checkServerKeys, signKeyStatement } from './key-statement.ts';
import { generateKeyPair, keyHash, serverIdOf, signingKey, verifyingKey } from './keys.ts';
import { preAuthenticationEncoding, sign, verify } from './sign.ts';
import { decodeTick, decodeTickAnswer, encodeTick, encodeTickAnswer } from './tick.ts';
import { parseToken, printToken } from './token.ts';

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
const now = 1_790_000_000_000;

const header = (change: Partial<EnvelopeHeader> = {}): EnvelopeHeader => ({
  v: 1,
  id: newId(now),
  from: 'ACMEPC001',
  to: 'CMS-ABCDEFGHIJKLMNOP',
  class: 'system',
  epoch: 7,
  sequence: 1,
  created: now,
  notAfter: now + 1000,
  ...change,
});

describe('HPKE', () => {
  const recipient = {
    privateKey: toBase64Url(hex('4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8')),
    publicKey: toBase64Url(hex('3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d')),
  };
  const info = hex('4f6465206f6e2061204772656369616e2055726e');

  test('opens the first ciphertext of RFC 9180, appendix A.1.1', async () => {
    const enc = '37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431';
    const ct = 'f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a';
    const plain = await hpkeOpen(recipient, info, hex('436f756e742d30'), hex(enc + ct));
    expect(Buffer.from(plain).toString()).toBe('Beauty is truth, truth beauty');
  });

  test('agrees with a second implementation, both ways', async () => {
    const suite = new hpke.CipherSuite(
      hpke.KEM_DHKEM_X25519_HKDF_SHA256,
      hpke.KDF_HKDF_SHA256,
      hpke.AEAD_AES_128_GCM,
    );
    const aad = hex('01');
    const ours = await hpkeSeal(recipient.publicKey, info, aad, hex('0102'));
    const privateKey = await suite.DeserializePrivateKey(fromBase64Url(recipient.privateKey));
    const theirs = await suite.Open(privateKey, ours.subarray(0, 32), ours.subarray(32), { info, aad });
    expect(new Uint8Array(theirs)).toEqual(hex('0102'));
    const publicKey = await suite.DeserializePublicKey(fromBase64Url(recipient.publicKey));
    const { encapsulatedSecret, ciphertext } = await suite.Seal(publicKey, hex('0304'), { info, aad });
    expect(
      new Uint8Array(await hpkeOpen(recipient, info, aad, Buffer.concat([encapsulatedSecret, ciphertext]))),
    ).toEqual(hex('0304'));
  });

  test('has AES-128-GCM in this runtime as node:crypto has it', () => {
    const cipher = createCipheriv('aes-128-gcm', Buffer.alloc(16), Buffer.alloc(12));
    const sealed = Buffer.concat([cipher.update('x'), cipher.final()]);
    const decipher = createDecipheriv('aes-128-gcm', Buffer.alloc(16), Buffer.alloc(12)).setAuthTag(
      cipher.getAuthTag(),
    );
    expect(Buffer.concat([decipher.update(sealed), decipher.final()]).toString()).toBe('x');
  });
});

describe('signatures', () => {
  test('Ed25519 verifies RFC 8032, section 7.1, tests 1 to 3', async () => {
    const { verify: raw } = await import('node:crypto');
    const vectors = [
      [
        'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
        '',
        'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
      ],
      [
        '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
        '72',
        '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
      ],
      [
        'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
        'af82',
        '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
      ],
    ] as const;
    for (const [key, message, signature] of vectors)
      expect(raw(null, hex(message), verifyingKey(toBase64Url(hex(key))), hex(signature))).toBe(true);
  });

  test('RFC 8032 test 2 is signed to the same bytes', async () => {
    const { sign: raw } = await import('node:crypto');
    const pair = {
      publicKey: toBase64Url(hex('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c')),
      privateKey: toBase64Url(hex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb')),
    };
    expect(raw(null, hex('72'), signingKey(pair)).toString('hex').slice(0, 16)).toBe('92a009a9f0d4cab8');
  });

  test('the encoding is that of the DSSE specification, and a type is part of what is signed', () => {
    const encoded = preAuthenticationEncoding('http://example.com/HelloWorld', Buffer.from('hello world'));
    expect(Buffer.from(encoded).toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
    const pair = generateKeyPair('Ed25519');
    const signature = sign('a', hex('01'), signingKey(pair));
    expect(verify('a', hex('01'), signature, verifyingKey(pair.publicKey))).toBe(true);
    expect(verify('b', hex('01'), signature, verifyingKey(pair.publicKey))).toBe(false);
  });
});

describe('envelope', () => {
  const agent = generateKeyPair('Ed25519');
  const server = generateKeyPair('X25519');
  const signer = { publicKey: agent.publicKey, key: signingKey(agent) };
  const trusts = (key: string): boolean => key === agent.publicKey;
  const faultOf = async (bytes: Uint8Array, keys = [server], trust = trusts): Promise<string> =>
    openEnvelope(bytes, keys, trust).then(
      () => 'opened',
      (error: unknown) => (error instanceof EnvelopeError ? error.code : String(error)),
    );

  test.each([
    ['small', Buffer.from('{}')],
    ['compressible', Buffer.from(JSON.stringify(Array.from({ length: 5000 }, () => 'the same')))],
    ['not compressible', Buffer.from(generateKeyPair('X25519').publicKey.repeat(1))],
    ['empty', Buffer.alloc(0)],
  ])('carries a %s body and its header unchanged', async (_, body) => {
    const sent = header({ inReplyTo: newId(now) });
    const opened = await openEnvelope(
      await sealEnvelope(sent, body, signer, server.publicKey),
      [server],
      trusts,
    );
    expect(opened.header).toEqual(sent);
    expect(Buffer.from(opened.body).equals(body)).toBe(true);
    expect(opened.signer).toBe(agent.publicKey);
  });

  test('refuses every envelope of which any one byte was altered', async () => {
    const sealed = await sealEnvelope(header(), Buffer.from('{"a":1}'), signer, server.publicKey);
    for (let i = 0; i < sealed.length; i += 1) {
      const altered = Buffer.from(sealed);
      altered[i]! ^= 1;
      expect(await faultOf(altered), `byte ${i}`).not.toBe('opened');
    }
  });

  test('refuses what is cut short, too long, for another, or signed by a stranger', async () => {
    const sealed = await sealEnvelope(header(), Buffer.from('{}'), signer, server.publicKey);
    expect(await faultOf(sealed.subarray(0, 100))).toBe('notAnEnvelope');
    expect(await faultOf(sealed.subarray(0, sealed.length - 1))).toBe('cannotOpen');
    expect(await faultOf(Buffer.alloc(limits.envelopeBytes + 1))).toBe('tooLarge');
    expect(await faultOf(sealed, [generateKeyPair('X25519')])).toBe('notForUs');
    expect(await faultOf(sealed, [server], () => false)).toBe('unknownSigner');
    expect(await faultOf(Buffer.from('<html>200 OK</html>'.repeat(20)))).toBe('notAnEnvelope');
  });

  test('refuses a bomb: what unpacks to more than the limit', async () => {
    const bomb = Buffer.alloc(limits.unpackedBytes + 1);
    const sealed = await sealEnvelope(header(), bomb, signer, server.publicKey);
    expect(sealed.length).toBeLessThan(limits.envelopeBytes);
    expect(await faultOf(sealed)).toBe('malformed');
  });

  test.each([
    ['packed', Buffer.alloc(5000)],
    ['plain', randomBytes(5000)],
  ])('a %s envelope unpacks to no more than its signer may send', async (_, body) => {
    const sealed = await sealEnvelope(header(), body, signer, server.publicKey);
    const open = (atMost: number) => openEnvelope(sealed, [server], trusts, () => atMost);
    expect((await open(6000)).body).toHaveLength(5000);
    await expect(open(5000)).rejects.toMatchObject({ code: 'malformed' });
  });

  test('refuses a header of another form, or one nested too deep', async () => {
    let deep: unknown = 1;
    for (let depth = 0; depth <= limits.jsonDepth; depth += 1) deep = [deep];
    for (const more of [{ surplus: 1 }, { surplus: deep }]) {
      const sealed = await sealEnvelope(
        { ...header(), ...more },
        Buffer.from('{}'),
        signer,
        server.publicKey,
      );
      expect(await faultOf(sealed)).toBe('malformed');
    }
  });
});

describe('tick', () => {
  const key = fromBase64Url(generateKeyPair('X25519').publicKey);
  const tick = {
    cmId: 'ACMEPC001',
    epoch: 4_000_000_000,
    counter: 9,
    digest: hex('0102030405060708'),
    goingDown: true,
  };
  const keyOf = (cmId: string): Uint8Array | undefined => (cmId === tick.cmId ? key : undefined);

  test('has at most 80 bytes, an answer no more than a tick, and both come back as they were', () => {
    const bytes = encodeTick(tick, key);
    expect(bytes).toHaveLength(tickBytes);
    expect(tickBytes).toBeLessThanOrEqual(80);
    const decoded = decodeTick(bytes, keyOf);
    expect(decoded && { ...decoded, digest: new Uint8Array(decoded.digest) }).toEqual(tick);
    const answer = {
      epoch: tick.epoch,
      counter: 9,
      serverTime: now,
      commandsWaiting: true,
      onlineInfoWanted: false,
    };
    expect(tickAnswerBytes).toBeLessThanOrEqual(tickBytes);
    expect(decodeTickAnswer(encodeTickAnswer(answer, key), key)).toEqual(answer);
  });

  test('a CM-ID of the full 16 characters fits', () => {
    const long = { ...tick, cmId: 'ABCDEFGHPC123456' };
    expect(decodeTick(encodeTick(long, key), () => key)?.cmId).toBe(long.cmId);
  });

  test('is refused when any bit differs, when the computer is unknown, and when it is an answer', () => {
    const bytes = encodeTick(tick, key);
    for (let i = 0; i < bytes.length; i += 1) {
      const altered = Buffer.from(bytes);
      altered[i]! ^= 0x80;
      expect(decodeTick(altered, keyOf), `byte ${i}`).toBeUndefined();
    }
    expect(decodeTick(bytes, () => undefined)).toBeUndefined();
    expect(decodeTickAnswer(bytes.subarray(0, tickAnswerBytes), key)).toBeUndefined();
  });
});

describe('keys, tokens, ids, frames', () => {
  const root = generateKeyPair('Ed25519');
  const statement = {
    serverId: serverIdOf(root.publicKey),
    serial: 1,
    commandKey: generateKeyPair('Ed25519').publicKey,
    sealingKey: generateKeyPair('X25519').publicKey,
    issued: now,
    notAfter: now + 1000,
  };

  test('a key statement holds only under the root key that was promised, and only until it expires', () => {
    const keys = signKeyStatement(statement, root);
    const hash = keyHash(root.publicKey);
    expect(checkServerKeys(keys, hash, now)).toEqual({ ok: true, statement });
    expect(checkServerKeys(keys, hash, now + 1001)).toEqual({ ok: false, reason: 'expired' });
    const other = generateKeyPair('Ed25519');
    expect(checkServerKeys(signKeyStatement(statement, other), hash, now)).toEqual({
      ok: false,
      reason: 'wrongRootKey',
    });
    expect(
      checkServerKeys({ ...signKeyStatement(statement, other), rootKey: root.publicKey }, hash, now),
    ).toEqual({ ok: false, reason: 'badSignature' });
    expect(
      checkServerKeys(
        signKeyStatement({ ...statement, serverId: serverIdOf(other.publicKey) }, root),
        hash,
        now,
      ).ok,
    ).toBe(false);
  });

  test('a token survives copying with white space; anything else is no token', () => {
    const token = {
      server: 'https://cm.example.com',
      rootKeyHash: keyHash(root.publicKey),
      secret: 'A'.repeat(22),
    };
    expect(parseToken(`  ${printToken(token)}\n`)).toEqual(token);
    expect(parseToken('CM1.!!!')).toBeUndefined();
    expect(parseToken(printToken({ ...token, server: 'ftp://x' }))).toBeUndefined();
  });

  test('ids are UUID version 7, sorted by time, never the same', () => {
    const ids = Array.from({ length: 1000 }, () => newId(now));
    expect(new Set(ids).size).toBe(1000);
    expect(
      ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
    ).toBe(true);
    expect(newId(now) < newId(now + 1)).toBe(true);
    expect(Number.parseInt(newId(now).replace('-', '').slice(0, 12), 16)).toBe(now);
  });

  test('frames come apart as they were joined, and lies about lengths are refused', () => {
    const frames = [hex('01'), hex(''), hex('020304')];
    expect(splitFrames(joinFrames(frames)).map((frame) => new Uint8Array(frame))).toEqual(frames);
    expect(() => splitFrames(hex('000000'))).toThrow(RangeError);
    expect(() => splitFrames(hex('000000ff01'))).toThrow(RangeError);
    expect(() =>
      splitFrames(joinFrames(Array.from({ length: limits.envelopesPerRequest + 1 }, () => hex('')))),
    ).toThrow(RangeError);
  });

  test('Base32 is that of RFC 4648, section 10; base64url refuses what it does not know', () => {
    expect(toBase32(Buffer.from('foobar'))).toBe('MZXW6YTBOI');
    expect(() => fromBase64Url('a+b=')).toThrow('not base64url');
  });

  test('JSON nested too deep is refused before it is parsed; brackets in texts do not count', () => {
    const deep = '['.repeat(limits.jsonDepth + 1) + ']'.repeat(limits.jsonDepth + 1);
    expect(() => parseBoundedJson(Buffer.from(deep))).toThrow(SyntaxError);
    expect(parseBoundedJson(Buffer.from(JSON.stringify({ a: '[{"\\'.repeat(100) })))).toEqual({
      a: '[{"\\'.repeat(100),
    });
  });

  test('what is no JSON, nested too deep, or not as the schema says is nothing', () => {
    const read = (text: string): unknown =>
      readBoundedJson(z.strictObject({ a: z.int() }), Buffer.from(text));
    expect(read('{"a":1}')).toEqual({ a: 1 });
    expect(read('{"a":"1"}')).toBeUndefined();
    expect(read('<html>')).toBeUndefined();
    expect(read('['.repeat(limits.jsonDepth + 1) + ']'.repeat(limits.jsonDepth + 1))).toBeUndefined();
  });
});

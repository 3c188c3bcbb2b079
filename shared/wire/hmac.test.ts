import { createHmac, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { hmac, macKey } from './hmac.ts';

const hex = (text: string): string => Buffer.from(text, 'binary').toString('hex');

test.each([
  ['0b'.repeat(20), '4869205468657265', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
  [
    '4a656665',
    '7768617420646f2079612077616e7420666f72206e6f7468696e673f',
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  ['aa'.repeat(20), 'dd'.repeat(50), '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe'],
  [
    '0102030405060708090a0b0c0d0e0f10111213141516171819',
    'cd'.repeat(50),
    '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
  ],
])('RFC 4231, section 4: key %s', (key, data, expected) => {
  expect(hex(hmac(macKey(Buffer.from(key, 'hex')), Buffer.from(data, 'hex')))).toBe(expected);
});

test('agrees with createHmac for keys and texts of every length, and parts are one text', () => {
  for (let length = 0; length <= 64; length += 1) {
    const [key, one, two] = [randomBytes(length), randomBytes(length * 3), randomBytes(length)];
    const theirs = createHmac('sha256', key).update(one).update(two).digest('hex');
    expect(hex(hmac(macKey(key), one, two))).toBe(theirs);
  }
});

test('a key that HMAC would have to hash first is refused', () => {
  expect(() => macKey(randomBytes(65))).toThrow('at most 64 bytes');
});

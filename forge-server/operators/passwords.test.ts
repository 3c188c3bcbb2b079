import { describe, expect, test } from 'vitest';
import { createPasswords, readablePassword } from './passwords.ts';

const cheap = { N: 2 ** 10, r: 8, p: 1 };

describe('passwords', () => {
  const passwords = createPasswords(cheap);

  test('a hash matches its own password and no other', async () => {
    const stored = await passwords.hash('correct horse');
    expect(await passwords.matches('correct horse', stored)).toBe(true);
    expect(await passwords.matches('correct horsf', stored)).toBe(false);
    expect(await passwords.matches('', stored)).toBe(false);
  });

  test('the same password gives another hash each time, and the hash does not hold it', async () => {
    const [one, two] = await Promise.all([
      passwords.hash('battery staple'),
      passwords.hash('battery staple'),
    ]);
    expect(one).not.toBe(two);
    expect(one).toMatch(/^scrypt\$1024\$8\$1\$/);
    expect(one).not.toContain('battery');
  });

  test('a hash made at another cost stays valid', async () => {
    const old = await createPasswords({ N: 2 ** 11, r: 8, p: 2 }).hash('kept for years');
    expect(await passwords.matches('kept for years', old)).toBe(true);
  });

  test('however an accent was typed, it is the same password', async () => {
    const stored = await passwords.hash('m\u00f4j pes'); // one code point
    expect(await passwords.matches('mo\u0302j pes', stored)).toBe(true); // letter and accent
  });

  test.each([
    '',
    'scrypt',
    'plain$1$1$1$a$b',
    'scrypt$1024$8$1$c2FsdA$c2hvcnQ',
    `scrypt$x$8$1$c2FsdA$${'A'.repeat(43)}`,
  ])('a damaged hash matches nothing: %j', async (stored) => {
    expect(await passwords.matches('anything', stored)).toBe(false);
  });

  test('a random password is readable and never the same', () => {
    const many = Array.from({ length: 200 }, readablePassword);
    for (const one of many) expect(one).toMatch(/^([a-hjkmnp-z2-9]{5}-){3}[a-hjkmnp-z2-9]{5}$/);
    expect(new Set(many).size).toBe(many.length);
  });
});

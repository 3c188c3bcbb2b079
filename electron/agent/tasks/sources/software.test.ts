import { describe, expect, test } from 'vitest';
import { runProgram } from './run-program.ts';
import { parseDpkg } from './software-dpkg.ts';
import { parseMacApplications } from './software-macos.ts';
import { parseRpm } from './software-rpm.ts';
import { parseWindowsPrograms } from './software-windows.ts';
import { readSoftware } from './software.ts';

const limits = { deadline: 5000, output: 1000 };

describe('what a package database says', () => {
  test('dpkg: installed packages, not removed ones', () => {
    const output =
      'ii \tbash\t5.2.15-2+b8\tMatthias Klose <doko@example.com>\nrc \tgone\t1\tNobody <n@example.com>\n';
    expect(parseDpkg(output)).toEqual([
      { name: 'bash', version: '5.2.15-2+b8', publisher: 'Matthias Klose' },
    ]);
  });

  test('rpm: packages, not the keys that sign them', () => {
    const output =
      'bash\t5.2.26-3.fc40\tFedora Project\ngpg-pubkey\ta15b79cc-63d04c2c\t(none)\nown\t1-1\t(none)\n';
    expect(parseRpm(output)).toEqual([
      { name: 'bash', version: '5.2.26-3.fc40', publisher: 'Fedora Project' },
      { name: 'own', version: '1-1', publisher: '' },
    ]);
  });

  test('Windows: the uninstall keys, some of which say little', () => {
    const output =
      '[{"DisplayName":"7-Zip 24.08 (x64)","DisplayVersion":"24.08","Publisher":"Igor Pavlov"},{"DisplayName":"Účto","DisplayVersion":null,"Publisher":null}]\r\n';
    expect(parseWindowsPrograms(output)).toEqual([
      { name: '7-Zip 24.08 (x64)', version: '24.08', publisher: 'Igor Pavlov' },
      { name: 'Účto', version: '', publisher: '' },
    ]);
    expect(parseWindowsPrograms('[]')).toEqual([]);
    expect(() => parseWindowsPrograms('{"DisplayName":"one"}')).toThrow('no list');
    expect(() => parseWindowsPrograms('')).toThrow(SyntaxError);
  });

  test('macOS: applications with their maker', () => {
    const output = JSON.stringify({
      SPApplicationsDataType: [
        { _name: 'Safari', version: '18.1', obtained_from: 'apple', path: '/Applications/Safari.app' },
        {
          _name: 'Firefox',
          version: '133.0',
          obtained_from: 'identified_developer',
          signed_by: ['Developer ID Application: Mozilla Corporation (43AQ936H96)', 'Apple Root CA'],
        },
        { _name: 'Own', obtained_from: 'unknown' },
      ],
    });
    expect(parseMacApplications(output)).toEqual([
      { name: 'Safari', version: '18.1', publisher: 'Apple' },
      { name: 'Firefox', version: '133.0', publisher: 'Mozilla Corporation' },
      { name: 'Own', version: '', publisher: '' },
    ]);
  });
});

describe('all databases together', () => {
  const one = (name: string) => async () => [{ name, version: '1', publisher: 'P' }];
  const broken = async (): Promise<never> => {
    throw new Error('rpm failed with 1');
  };

  test('are one list, sorted, each program once', async () => {
    const { value, unread } = await readSoftware([
      one('zsh'),
      one('bash'),
      one('bash'),
      async () => undefined,
    ]);
    expect(value?.map(({ name }) => name)).toEqual(['bash', 'zsh']);
    expect(unread).toBeUndefined();
  });

  test('one that fails is named and loses nothing of the others', async () => {
    expect(await readSoftware([broken, one('bash')])).toMatchObject({
      value: [{ name: 'bash' }],
      unread: 'rpm failed with 1',
    });
  });

  test('none at all is said, not shown as an empty computer', async () => {
    expect(await readSoftware([async () => undefined])).toEqual({
      unread: 'no package database that could be read',
    });
    expect(await readSoftware([broken])).toEqual({ unread: 'rpm failed with 1' });
  });

  test('more than the inventory takes is cut, and that is said', async () => {
    const many = async () =>
      Array.from({ length: 20_003 }, (_, i) => ({ name: `p${i}`, version: '', publisher: '' }));
    const { value, unread } = await readSoftware([many]);
    expect(value).toHaveLength(20_000);
    expect(unread).toBe('3 programs beyond the first 20000 are left out');
  });
});

describe('a program', () => {
  const node = process.execPath;

  test('gives its output; its arguments go through no shell', async () => {
    expect(await runProgram(node, ['-p', 'process.argv[1]', '$(id); `id`'], limits)).toBe('$(id); `id`\n');
  });

  test('that the computer does not have is nothing', async () => {
    expect(await runProgram('no-such-program', [], limits)).toBeUndefined();
  });

  test.each([
    ['fails', 'process.exit(7)', 'failed with 7'],
    ['says too much', 'for (let i = 0; i < 1000; i += 1) console.log("0123456789")', 'more than 1000 bytes'],
  ])('that %s is an error with its reason', async (_, code, reason) => {
    await expect(runProgram(node, ['-e', code], limits)).rejects.toThrow(reason);
  });

  test('that does not end is killed at its deadline', async () => {
    await expect(
      runProgram(node, ['-e', 'setInterval(() => {}, 1000)'], { ...limits, deadline: 300 }),
    ).rejects.toThrow('within 0.3 s');
  });
});

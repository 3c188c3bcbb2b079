import { expect, test } from 'vitest';
import { reject } from './open.ts';
import { createRejections } from './rejections.ts';

const origin = { path: 'HTTP', address: '192.0.2.1', at: 0 };
const forged = reject('badSignature', '');

test('the first of a fault is told at once, the others as one line a minute, and after a quiet minute it begins anew', () => {
  const lines: unknown[] = [];
  const rejections = createRejections({ warn: (what: unknown) => lines.push(what) });
  const told = (): unknown[] => lines.splice(0);

  for (let i = 0; i < 1000; i += 1) rejections.note(forged, origin);
  rejections.note(reject('cannotOpen', ''), origin);
  expect(told()).toMatchObject([{ fault: 'badSignature', address: '192.0.2.1' }, { fault: 'cannotOpen' }]);

  rejections.tell();
  expect(told()).toEqual([{ fault: 'badSignature', count: 999 }]);
  rejections.note(forged, origin);
  expect(told()).toEqual([]);
  rejections.tell();
  expect(told()).toEqual([{ fault: 'badSignature', count: 1 }]);

  rejections.tell();
  rejections.note(forged, origin);
  expect(told()).toMatchObject([{ fault: 'badSignature', path: 'HTTP' }]);
});

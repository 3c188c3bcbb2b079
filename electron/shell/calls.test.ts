import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '#agent/silent-log.double.ts';
import { windowCalls } from '#shared/ipc.ts';
import type { WindowCall } from '#shared/ipc.ts';
import { callNames, createCallAnswerer } from './calls.ts';
import type { CallHandlers, Caller } from './calls.ts';

let done: [WindowCall, unknown][];
let caller: Caller<string>;
beforeEach(() => {
  done = [];
  caller = { from: 'window', cap: { take: () => true } };
});

/** Handlers that only note what they are asked. */
const noting = (): CallHandlers<string> =>
  Object.fromEntries(
    callNames.map((call) => [call, (input: unknown) => void done.push([call, input])]),
  ) as unknown as CallHandlers<string>;

it('does what one of our windows asks', async () => {
  const answer = createCallAnswerer({ ...noting(), pause: () => ({ outcome: 'done' as const }) }, silentLog);
  expect(await answer('pause', caller, true)).toEqual({ ok: true, value: { outcome: 'done' } });
});

it('refuses a page that is not ours before it looks at what it asks', async () => {
  const answer = createCallAnswerer(noting(), silentLog);
  expect(await answer('closeWindow', undefined, undefined)).toMatchObject({ ok: false });
  expect(done).toEqual([]);
});

it('refuses more calls than the cap allows', async () => {
  const answer = createCallAnswerer(noting(), silentLog);
  const capped = { from: 'window', cap: { take: () => false } };
  expect(await answer('status', capped, undefined)).toEqual({
    ok: false,
    message: 'Too many calls at once. Try again in a moment.',
  });
  expect(done).toEqual([]);
});

it('gives an error as an answer', async () => {
  const failing = (): never => {
    throw new Error('The disk is full. Free some room.');
  };
  const answer = createCallAnswerer(
    { ...noting(), sendNow: failing, status: () => Promise.reject(new Error('late')) },
    silentLog,
  );
  expect(await answer('sendNow', caller, undefined)).toEqual({
    ok: false,
    message: 'The disk is full. Free some room.',
  });
  expect(await answer('status', caller, undefined)).toEqual({ ok: false, message: 'late' });
});

describe('whatever a page sends', () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withTypedArray: true,
  });

  it.each(callNames)('%s answers, and does only what its schema allows', async (call) => {
    const answer = createCallAnswerer(noting(), silentLog);
    await fc.assert(
      fc.asyncProperty(anything, async (input) => {
        done = [];
        const { ok } = await answer(call, caller, input);
        expect(ok).toBe(windowCalls[call].input.safeParse(input).success);
        expect(done.length).toBe(ok ? 1 : 0);
      }),
      { numRuns: 200 },
    );
  });

  it('pollutes no prototype', async () => {
    const answer = createCallAnswerer(noting(), silentLog);
    const hostile: unknown = JSON.parse(
      '{"set":{"__proto__":{"polluted":1}},"unset":[],"secrets":{},"__proto__":{"polluted":1}}',
    );
    await answer('settingsChange', caller, hostile);
    await answer('saveText', caller, JSON.parse('{"name":"a","text":"b","__proto__":{"polluted":1}}'));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

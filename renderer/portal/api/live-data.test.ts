import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLiveData } from './live-data.ts';
import type { Outcome, PortalClient } from './portal-client.ts';
import { createPortalClient } from './portal-client.ts';
import type { Resource } from './resources.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const client: PortalClient = createPortalClient(fetch, () => {});
const unreachable: Outcome<never> = { ok: false, error: { code: 'unreachable' } };

/** A resource whose readings are answered by hand. */
function resource(key = 'things', topics = ['things']) {
  const readings: ((outcome: Outcome<string>) => void)[] = [];
  const made: Resource<string> = {
    key,
    topics,
    load: () => new Promise((resolve) => readings.push(resolve)),
  };
  const answer = async (outcome: Outcome<string> | string): Promise<void> => {
    readings.at(-1)?.(typeof outcome === 'string' ? { ok: true, value: outcome } : outcome);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { made, readings, answer };
}

describe('live data', () => {
  test('reads what is watched and tells its watchers', async () => {
    const data = createLiveData(client);
    const things = resource();
    const listener = vi.fn<() => void>();
    expect(data.snapshot(things.made)).toEqual({ loading: true });
    data.watch(things.made, listener);
    await vi.advanceTimersByTimeAsync(0);
    await things.answer('first');
    expect(data.snapshot(things.made)).toEqual({ value: 'first', loading: false });
    expect(data.snapshot(things.made)).toBe(data.snapshot(things.made));
    expect(listener).toHaveBeenCalledTimes(1);
  });

  test('keeps the last value beside an error', async () => {
    const data = createLiveData(client);
    const things = resource();
    data.watch(things.made, () => {});
    await vi.advanceTimersByTimeAsync(0);
    await things.answer('first');
    await vi.advanceTimersByTimeAsync(15_000);
    await things.answer(unreachable);
    expect(data.snapshot(things.made)).toEqual({
      value: 'first',
      error: { code: 'unreachable' },
      loading: false,
    });
  });

  test('reads again on its topics only, and at most once a second however many events come', async () => {
    const data = createLiveData(client);
    const things = resource();
    data.watch(things.made, () => {});
    await vi.advanceTimersByTimeAsync(0);
    await things.answer('first');
    data.refresh(['others']);
    await vi.advanceTimersByTimeAsync(2000);
    expect(things.readings).toHaveLength(1);
    for (let n = 0; n < 100; n += 1) data.refresh(['things']);
    await vi.advanceTimersByTimeAsync(0);
    await things.answer('second');
    for (let n = 0; n < 100; n += 1) data.refresh(['things']);
    await vi.advanceTimersByTimeAsync(900);
    expect(things.readings).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(200);
    expect(things.readings).toHaveLength(3);
  });

  test('reads less often what takes long to read', async () => {
    const data = createLiveData(client);
    const things = resource();
    data.watch(things.made, () => {});
    await vi.advanceTimersByTimeAsync(500);
    await things.answer('first');
    data.refresh(['things']);
    await vi.advanceTimersByTimeAsync(4400);
    expect(things.readings).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(things.readings).toHaveLength(2);
  });

  test('what changes while it is being read is read once more', async () => {
    const data = createLiveData(client);
    const things = resource();
    data.watch(things.made, () => {});
    await vi.advanceTimersByTimeAsync(0);
    data.refresh();
    await things.answer('old');
    await vi.advanceTimersByTimeAsync(1000);
    expect(things.readings).toHaveLength(2);
    await things.answer('new');
    expect(data.snapshot(things.made).value).toBe('new');
  });

  test('is shown at once from the last reading when it is watched again, and read anew', async () => {
    const data = createLiveData(client);
    const things = resource();
    const stop = data.watch(things.made, () => {});
    await vi.advanceTimersByTimeAsync(0);
    await things.answer('first');
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(things.readings).toHaveLength(1);
    data.watch(things.made, () => {});
    expect(data.snapshot(things.made).value).toBe('first');
    await vi.advanceTimersByTimeAsync(0);
    expect(things.readings).toHaveLength(2);
  });

  test('forgets what nobody has looked at for long, never what is watched', async () => {
    const data = createLiveData(client);
    const watched = resource('watched');
    const left = resource('left');
    for (const { made } of [watched, left]) data.watch(made, () => {});
    await vi.advanceTimersByTimeAsync(0);
    await watched.answer('here');
    await left.answer('gone soon');
    data.watch(left.made, () => {})();
    for (let n = 0; n < 100; n += 1) data.watch(resource(`passing ${n}`).made, () => {})();
    expect(data.snapshot(watched.made).value).toBe('here');
    expect(data.snapshot(resource('passing 0').made).value).toBeUndefined();
  });
});

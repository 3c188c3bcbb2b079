import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { registrationSchema } from '#shared/protocol/registration.ts';
import type { Registered, RegistrationToken } from '#shared/protocol/registration.ts';
import type { TickAnswer } from '#shared/protocol/tick.ts';
import { parseBoundedJson } from '#shared/wire/bounded-json.ts';
import { fromBase64Url } from '#shared/wire/bytes.ts';
import { openEnvelope, sealEnvelope } from '#shared/wire/envelope.ts';
import { newId } from '#shared/wire/id.ts';
import { signKeyStatement } from '#shared/wire/key-statement.ts';
import { generateKeyPair, keyHash, serverIdOf, signingKey } from '#shared/wire/keys.ts';
import type { KeyPair } from '#shared/wire/keys.ts';
import { decodeTick, encodeTickAnswer } from '#shared/wire/tick.ts';
import type { Clock } from '../clock.ts';
import { openIdentityFile } from './identity-file.ts';
import type { IdentityRecord } from './identity-file.ts';
import { identityOf } from './identity.ts';
import { measureDisks, cpuMeter } from './measure.ts';
import { register } from './registration.ts';
import type { RegistrationWire } from './registration.ts';
import { Ticker } from './ticker.ts';

const now = 1_790_000_000_000;
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'cm-presence-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const document = {
  version: 1,
  customer: 'Acme',
  licence: { type: 'standard' as const, target: 'desktop' as const, validTo: now + 1000 },
  settings: {},
};

/** The server's side of a registration, with real keys. */
const server = (
  answer: Partial<{ body: Registered; statementRoot: KeyPair; signer: KeyPair; notAfter: number }> = {},
) => {
  const root = generateKeyPair('Ed25519');
  const command = generateKeyPair('Ed25519');
  const sealing = generateKeyPair('X25519');
  const serverId = serverIdOf(root.publicKey);
  const tickKey = generateKeyPair('X25519').publicKey;
  const keys = signKeyStatement(
    {
      serverId,
      serial: 1,
      commandKey: command.publicKey,
      sealingKey: sealing.publicKey,
      issued: now,
      notAfter: answer.notAfter ?? now + 1000,
    },
    answer.statementRoot ?? root,
  );
  const token: RegistrationToken = {
    server: 'https://cm.example.com',
    rootKeyHash: keyHash(root.publicKey),
    secret: 'S'.repeat(22),
  };
  const secrets: string[] = [];
  const wire: RegistrationWire = {
    close: () => undefined,
    keys: () => Promise.resolve({ ...keys, rootKey: answer.statementRoot?.publicKey ?? root.publicKey }),
    send: async (envelope) => {
      const asked = await openEnvelope(envelope, [sealing], () => true);
      const registration = registrationSchema.parse(parseBoundedJson(asked.body));
      secrets.push(registration.secret);
      const body: Registered = answer.body ?? {
        outcome: 'accepted',
        cmId: 'ACMEPC001',
        tickKey,
        document,
        at: now,
      };
      const header = {
        v: 1 as const,
        id: newId(now),
        from: serverId,
        to: 'NEW' as const,
        class: 'registered' as const,
        epoch: 0,
        sequence: 0,
        created: now,
        notAfter: now + 1000,
        inReplyTo: asked.header.id,
      };
      const signer = answer.signer ?? command;
      const sealed = await sealEnvelope(
        header,
        Buffer.from(JSON.stringify(body)),
        { publicKey: signer.publicKey, key: signingKey(signer) },
        registration.sealingKey,
      );
      return { kind: 'answered', envelopes: [sealed] };
    },
  };
  return { token, wire, secrets, command, sealing, serverId, tickKey, keys };
};

const facts = { computerName: 'JURAJ-HP', platform: 'linux', agentVersion: '1', now };
const signal = new AbortController().signal;

describe('identity file', () => {
  test('is made once, is its owner’s alone, and is the same when opened again', () => {
    const first = openIdentityFile(folder).read();
    expect(openIdentityFile(folder).read()).toEqual(first);
    expect(statSync(path.join(folder, 'identity.json')).mode & 0o077).toBe(0);
  });

  test('a damaged file is kept aside and said', () => {
    openIdentityFile(folder);
    writeFileSync(path.join(folder, 'identity.json'), '{"signing":');
    const again = openIdentityFile(folder);
    expect(again.recovered).toMatch(/damaged.*Register/);
    const aside = readdirSync(folder).find((name) => name.includes('damaged'));
    expect(readFileSync(path.join(folder, aside ?? ''), 'utf8')).toBe('{"signing":');
  });
});

describe('registration', () => {
  const record = (): IdentityRecord => openIdentityFile(folder).read();

  test('gives CM-ID, tick key and the first document; afterwards both sides understand each other', async () => {
    const forge = server();
    const me = record();
    const outcome = await register(forge.token, me, facts, forge.wire, signal);
    expect(outcome).toMatchObject({
      outcome: 'registered',
      registration: { cmId: 'ACMEPC001', tickKey: forge.tickKey },
      document,
    });
    if (outcome.outcome !== 'registered') return;
    const identity = identityOf({ ...me, registration: outcome.registration });
    const sealed = await identity!.seal({
      class: 'fetch',
      id: newId(now),
      sequence: 4,
      created: now,
      notAfter: now + 1,
      body: Buffer.from('{}'),
    });
    const opened = await openEnvelope(sealed, [forge.sealing], (key) => key === me.signing.publicKey);
    expect(opened.header).toMatchObject({ from: 'ACMEPC001', to: forge.serverId, sequence: 4 });
  });

  test('with another root key the secret never leaves the computer', async () => {
    const forge = server({ statementRoot: generateKeyPair('Ed25519') });
    const outcome = await register(forge.token, record(), facts, forge.wire, signal);
    expect(outcome).toMatchObject({ outcome: 'refused' });
    expect(outcome.outcome === 'refused' && outcome.reason).toMatch(/root key/);
    expect(forge.secrets).toEqual([]);
  });

  test('expired keys are refused with the clock in mind', async () => {
    const forge = server({ notAfter: now - 1 });
    expect(await register(forge.token, record(), facts, forge.wire, signal)).toMatchObject({
      outcome: 'refused',
    });
    expect(forge.secrets).toEqual([]);
  });

  test('the server’s refusal is passed on in its own words', async () => {
    const forge = server({
      body: {
        outcome: 'refused',
        code: 'usedToken',
        reason: 'This token was used. Make a new one.',
        at: now,
      },
    });
    expect(await register(forge.token, record(), facts, forge.wire, signal)).toEqual({
      outcome: 'refused',
      reason: 'This token was used. Make a new one.',
    });
  });

  test('an answer signed by somebody else, or HTML, registers nothing and may be tried again', async () => {
    const forged = server({ signer: generateKeyPair('Ed25519') });
    expect((await register(forged.token, record(), facts, forged.wire, signal)).outcome).toBe('unreachable');
    const portal = server();
    const html: RegistrationWire = { ...portal.wire, keys: () => Promise.resolve('<html>Sign in</html>') };
    expect((await register(portal.token, record(), facts, html, signal)).outcome).toBe('unreachable');
    expect(portal.secrets).toEqual([]);
  });
});

describe('identity', () => {
  test('opens only what its own server signed for this very computer', async () => {
    const forge = server();
    const me = openIdentityFile(folder).read();
    const outcome = await register(forge.token, me, facts, forge.wire, signal);
    if (outcome.outcome !== 'registered') throw new Error('not registered');
    const identity = identityOf({ ...me, registration: outcome.registration });
    const header = {
      v: 1 as const,
      id: newId(now),
      from: forge.serverId,
      to: 'ACMEPC001',
      class: 'command' as const,
      epoch: 0,
      sequence: 1,
      created: now,
      notAfter: now + 1,
    };
    const from = (pair: KeyPair, change: object = {}): Promise<Uint8Array> =>
      sealEnvelope(
        { ...header, ...change },
        Buffer.from('{}'),
        { publicKey: pair.publicKey, key: signingKey(pair) },
        me.sealing.publicKey,
      );
    await expect(identity!.open(await from(forge.command))).resolves.toMatchObject({
      header: { class: 'command' },
    });
    await expect(identity!.open(await from(generateKeyPair('Ed25519')))).rejects.toMatchObject({
      code: 'unknownSigner',
    });
    await expect(identity!.open(await from(forge.command, { to: 'ACMEPC002' }))).rejects.toMatchObject({
      code: 'notForUs',
    });
    await expect(identity!.open(await from(forge.command, { from: 'ACMEPC001' }))).rejects.toMatchObject({
      code: 'notForUs',
    });
  });
});

describe('ticker', () => {
  /** A clock whose timers fire only when told. */
  const handClock = (): Clock & { fire: () => void; waits: number[] } => {
    let timers: { callback: () => void }[] = [];
    const waits: number[] = [];
    return {
      now: () => now,
      monotonic: () => 0,
      after: (ms, callback) => {
        const timer = { callback };
        timers.push(timer);
        waits.push(ms);
        return () => {
          timers = timers.filter((other) => other !== timer);
        };
      },
      fire: () => {
        const due = timers;
        timers = [];
        for (const timer of due) timer.callback();
      },
      waits,
    };
  };

  const memoryFacts = () => {
    const kept = new Map<string, unknown>();
    return {
      kept,
      write: <T>(work: () => T): Promise<T> => Promise.resolve(work()),
      facts: {
        get: (name: string) => kept.get(name) as never,
        set: (name: string, value: unknown) => void kept.set(name, value),
      },
    };
  };

  const tickKey = fromBase64Url(generateKeyPair('X25519').publicKey);

  const open = (
    reply: (counter: number) => Partial<TickAnswer>,
    store = memoryFacts(),
    clock = handClock(),
  ) => {
    const counters: number[] = [];
    const answers: TickAnswer[] = [];
    const failures: unknown[] = [];
    let arrived = (): void => undefined;
    const ticker = new Ticker({
      clock,
      random: () => 0,
      store,
      sender: () => ({ cmId: 'ACMEPC001', epoch: 5, tickKey }),
      carry: (bytes) => {
        const tick = decodeTick(bytes, () => tickKey);
        if (tick === undefined) throw new Error('not a tick');
        counters.push(tick.counter);
        const answer = {
          epoch: 5,
          counter: tick.counter,
          serverTime: now,
          commandsWaiting: false,
          onlineInfoWanted: false,
        };
        queueMicrotask(() => arrived());
        return Promise.resolve(encodeTickAnswer({ ...answer, ...reply(tick.counter) }, tickKey));
      },
      digest: () => new Uint8Array(8),
      intervalMs: () => 15_000,
      onAnswer: (answer) => answers.push(answer),
      onFailure: (error) => failures.push(error),
    });
    const next = (): Promise<void> => new Promise((resolve) => (arrived = resolve));
    return { ticker, counters, answers, failures, clock, store, next };
  };

  const turns = async (): Promise<void> => {
    for (let i = 0; i < 20; i += 1) await Promise.resolve();
  };

  test('ticks at once, then every interval, with counters that only grow, also over a restart', async () => {
    const first = open(() => ({}));
    const stop = new AbortController();
    const arrived = first.next();
    const running = first.ticker.run(stop.signal);
    await arrived;
    await turns();
    expect(first.clock.waits).toEqual([15_000]);
    first.clock.fire();
    await turns();
    stop.abort();
    await running;
    expect(first.counters).toEqual([1, 2]);
    const second = open(() => ({}), first.store);
    await second.ticker.goingDown();
    expect(second.counters[0]).toBeGreaterThan(2);
  });

  test('an answer to another tick is a failure, not contact', async () => {
    const odd = open((counter) => ({ counter: counter + 1 }));
    const stop = new AbortController();
    const arrived = odd.next();
    const running = odd.ticker.run(stop.signal);
    await arrived;
    await turns();
    stop.abort();
    await running;
    expect(odd.answers).toEqual([]);
    expect(odd.failures.map(String)).toEqual([expect.stringMatching(/in place of the CM Server\. Check /)]);
  });
});

describe('measures', () => {
  test('are real: a disk with room, a busy share between 0 and 100', async () => {
    const disks = await measureDisks();
    expect(disks.every((disk) => disk.freeBytes >= 0 && disk.freeBytes <= disk.totalBytes)).toBe(true);
    const cpu = cpuMeter();
    expect(cpu()).toBeUndefined();
    const until = performance.now() + 60;
    while (performance.now() < until) Math.sqrt(2);
    expect(cpu()).toSatisfy(
      (share: number | undefined) => share === undefined || (share >= 0 && share <= 100),
    );
  });
});

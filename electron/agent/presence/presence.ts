import type { SettingsDocument } from '#shared/protocol/documents.ts';
import type { Http } from '#shared/settings/http.ts';
import type { AgentStatus } from '#shared/status.ts';
import { messageOf } from '#shared/error-message.ts';
import { fromBase64Url } from '#shared/wire/bytes.ts';
import type { AgentHost } from '../host.ts';
import type { Store } from '../store/store.ts';
import { TransportError } from '../transports/transport.ts';
import type { Deliver, Sent } from '../transports/transport.ts';
import { Contact } from './contact.ts';
import { Enrolment } from './enrolment.ts';
import { renewEpoch, settleEpoch } from './epoch.ts';
import { failureSentence } from './failure-sentence.ts';
import type { IdentityFile, RegistrationRecord } from './identity-file.ts';
import { identityOf } from './identity.ts';
import type { Identity } from './identity.ts';
import { OnlineReporter } from './online.ts';
import type { RegistrationWire } from './registration.ts';
import { stateDigest } from './state-digest.ts';
import { Ticker } from './ticker.ts';

export interface PresenceOptions {
  host: AgentHost;
  store: Pick<Store, 'write' | 'facts'>;
  identityFile: IdentityFile;
  settings: () => Http;
  status: () => AgentStatus;
  /** The way that ticks and online info take. */
  carrier: {
    tick(tick: Uint8Array, signal: AbortSignal): Promise<Uint8Array>;
    send(envelope: Uint8Array, signal: AbortSignal): Promise<Sent>;
    /** Commands wait: fetch them. */
    wake(): void;
  };
  deliver: Deliver;
  /** A way to the server that a registration token names. */
  wireTo: (server: string) => RegistrationWire;
  /** Takes over what the server gave at registration; called again with the same after a crash. */
  takeOver: (registration: RegistrationRecord, document: SettingsDocument) => Promise<void>;
  /** The computer is registered now, or has contact again: everything that waited may go. */
  onWayOpen: () => void;
  onChange: () => void;
}

/** Who this computer is to the server, and the lane of its own on which it says that it is there. */
export interface Presence {
  readonly contact: Contact;
  readonly enrolment: Enrolment;
  /** Nothing before registration. */
  identity(): Identity | undefined;
  /** Settles the epoch and reads the identity. Before anything is sent. */
  open(): Promise<void>;
  /** Registers where there is a token, ticks and reports, until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
  /** Ticks at once. */
  now(): void;
  /** Somebody works with this computer: tick more often for a while. */
  beAttentive(): void;
  /** Says that the agent goes, or that the computer goes to sleep. */
  goingDown(): Promise<void>;
}

/** How often to tick while an operator works with the computer, and for how long after each command, milliseconds. */
const attentiveIntervalMs = 2000;
const attentiveForMs = 60_000;
/** A refused count is begun anew at most this often, milliseconds. */
const countAnewEveryMs = 10 * 60_000;

export const createPresence = (options: PresenceOptions): Presence => {
  const { host, store, identityFile, settings, status, carrier, deliver, onWayOpen, onChange } = options;
  const { clock, random, log } = host;
  const contact = new Contact(clock, onChange);
  let identity: Identity | undefined;
  let attentiveUntil = 0;
  let mayCountAnewAt = 0;

  const readIdentity = (): void => {
    const own = identityOf(identityFile.read());
    identity = own && {
      ...own,
      // Whatever opens was signed by the server, and so is contact.
      open: async (bytes) => {
        const opened = await own.open(bytes);
        contact.made();
        return opened;
      },
    };
  };

  const beAttentive = (): void => {
    attentiveUntil = clock.monotonic() + attentiveForMs;
    ticker.now();
  };

  const ticker = new Ticker({
    clock,
    random,
    store,
    sender: () => {
      const { registration, epoch } = identityFile.read();
      return registration && { cmId: registration.cmId, epoch, tickKey: fromBase64Url(registration.tickKey) };
    },
    carry: carrier.tick,
    digest: () => stateDigest(status()),
    intervalMs: () =>
      clock.monotonic() < attentiveUntil ? attentiveIntervalMs : settings().shortIntervalS * 1000,
    onAnswer: (answer) => {
      const wasLost = contact.state !== 'ok';
      contact.answered(answer);
      if (answer.commandsWaiting) carrier.wake();
      if (answer.onlineInfoWanted) online.now();
      if (wasLost) onWayOpen();
    },
    onFailure: (error) => {
      contact.lost(failureSentence(error));
      if (error instanceof TransportError && error.code === 'tickOld') countAnew();
    },
  });

  /** The refusal is not signed, so it is believed once in a while only: whoever forges it gains nothing but a new number. */
  const countAnew = (): void => {
    if (clock.monotonic() < mayCountAnewAt) return;
    mayCountAnewAt = clock.monotonic() + countAnewEveryMs;
    renewEpoch(store, identityFile, clock.now()).then(
      () => {
        log.warn('The CM Server has heard later ticks of this computer; it counts anew.');
        readIdentity();
        ticker.now();
      },
      (error: unknown) => log.error('A new epoch could not be written down.', { error: messageOf(error) }),
    );
  };

  const online = new OnlineReporter({
    clock,
    random,
    identity: () => identity,
    status,
    trustedNow: () => contact.trustedNow(),
    intervalMs: () => settings().longIntervalS * 1000,
    send: carrier.send,
    deliver,
    onFailure: (error) => log.debug('online info did not get through', { error: String(error) }),
  });

  const enrolment = new Enrolment({
    host,
    identityFile,
    wireTo: options.wireTo,
    takeOver: options.takeOver,
    onRegistered: () => {
      readIdentity();
      beAttentive();
      carrier.wake();
      online.now();
      onWayOpen();
    },
    onChange,
  });

  return {
    contact,
    enrolment,
    identity: () => identity,
    open: async () => {
      await settleEpoch(store, identityFile, clock.now());
      readIdentity();
    },
    run: async (signal) => {
      await Promise.all([enrolment.run(signal), ticker.run(signal), online.run(signal)]);
    },
    now: () => ticker.now(),
    beAttentive,
    goingDown: () => ticker.goingDown(),
  };
};

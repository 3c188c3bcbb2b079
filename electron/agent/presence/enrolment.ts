import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { messageOf } from '#shared/error-message.ts';
import type { RegistrationToken } from '#shared/protocol/registration.ts';
import type { Done } from '#shared/ipc.ts';
import type { SettingsDocument } from '#shared/protocol/documents.ts';
import { parseToken } from '#shared/wire/token.ts';
import type { AgentHost } from '../host.ts';
import { pause } from '../clock.ts';
import { fullJitter } from '../supervisor.ts';
import type { IdentityFile, RegistrationRecord } from './identity-file.ts';
import { register } from './registration.ts';
import type { RegistrationOutcome, RegistrationWire } from './registration.ts';

export interface EnrolmentOptions {
  host: Pick<AgentHost, 'dataFolder' | 'clock' | 'random' | 'log' | 'computerName' | 'version'>;
  identityFile: IdentityFile;
  /** A way to the server that the token names; closed after each try. */
  wireTo: (server: string) => RegistrationWire;
  /** Takes over what the server gave; called before the registration is written, and again with the same after a crash. */
  takeOver: (registration: RegistrationRecord, document: SettingsDocument) => Promise<void>;
  /** The computer has its CM-ID, on disk. */
  onRegistered: () => void;
  onChange: () => void;
}

const noToken =
  'This is no registration token. Copy the whole line that begins with CM1. from the CM Portal.';
const longestWait = 60_000;

/**
 * Gets this computer registered: with a token that a person enters, or with one that an installer left in the data folder as
 * `registration.token`. An unreachable server is tried again for as long as it takes; a refusal waits for another token.
 */
export class Enrolment {
  readonly #options: EnrolmentOptions;
  state: 'none' | 'registering' | 'registered' | 'refused';
  /** Why it is not registered, in a sentence. */
  reason = '';

  constructor(options: EnrolmentOptions) {
    this.#options = options;
    this.state = options.identityFile.read().registration === undefined ? 'none' : 'registered';
  }

  /** One try with a token that a person entered. */
  async registerWith(text: string): Promise<Done> {
    if (this.state === 'registered')
      return {
        outcome: 'refused',
        reason:
          'This computer is registered already. To register it anew, stop C-Monitor, remove identity.json from its data folder and start again.',
      };
    const token = parseToken(text);
    if (token === undefined) return { outcome: 'refused', reason: noToken };
    const outcome = await this.#try(token, new AbortController().signal);
    return outcome.outcome === 'registered'
      ? { outcome: 'done' }
      : { outcome: 'refused', reason: outcome.reason };
  }

  /** Registers with the installer's token, if there is one; returns when that is done, refused or aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const { host } = this.#options;
    const file = path.join(host.dataFolder, 'registration.token');
    for (let attempt = 0; !signal.aborted && this.state !== 'registered' && existsSync(file); attempt += 1) {
      const token = this.#installersToken(file);
      if (token === undefined) return;
      const outcome = await this.#try(token, signal);
      if (outcome.outcome === 'refused') return;
      if (outcome.outcome === 'unreachable')
        await pause(host.clock, fullJitter(attempt, host.random, longestWait), signal);
    }
    if (this.state === 'registered') this.#removeToken(file);
  }

  /** The token in the installer's file; a file that holds none, or cannot be read, is a refusal. */
  #installersToken(file: string): RegistrationToken | undefined {
    try {
      const token = parseToken(readFileSync(file, 'utf8'));
      if (token === undefined) this.#become('refused', `${noToken} It stands in ${file}.`);
      return token;
    } catch (error) {
      this.#options.host.log.warn('the registration token could not be read', { error: messageOf(error) });
      this.#become(
        'refused',
        `The registration token in ${file} cannot be read. Make it readable for the account of C-Monitor, then start it again.`,
      );
      return undefined;
    }
  }

  /** A token that was used is worth nothing to anybody, so that one that cannot be removed may stay. */
  #removeToken(file: string): void {
    try {
      rmSync(file, { force: true });
    } catch (error) {
      this.#options.host.log.warn('the used registration token could not be removed', {
        error: messageOf(error),
      });
    }
  }

  async #try(token: RegistrationToken, signal: AbortSignal): Promise<RegistrationOutcome> {
    const { host, identityFile, wireTo, takeOver, onRegistered } = this.#options;
    this.#become('registering', this.reason);
    const facts = {
      computerName: host.computerName,
      platform: process.platform,
      agentVersion: host.version,
      now: host.clock.now(),
    };
    const wire = wireTo(token.server);
    const outcome = await register(token, identityFile.read(), facts, wire, signal);
    wire.close();
    if (outcome.outcome !== 'registered') {
      host.log.warn('registration did not succeed', { reason: outcome.reason });
      this.#become(outcome.outcome === 'refused' ? 'refused' : 'none', outcome.reason);
      return outcome;
    }
    try {
      await takeOver(outcome.registration, outcome.document);
      identityFile.write({ ...identityFile.read(), registration: outcome.registration });
    } catch (error) {
      const reason = `The registration could not be written down: ${messageOf(error)}`;
      host.log.error(reason);
      this.#become('none', reason);
      return { outcome: 'unreachable', reason };
    }
    host.log.info('registered', { cmId: outcome.registration.cmId });
    this.#become('registered', '');
    onRegistered();
    return outcome;
  }

  #become(state: Enrolment['state'], reason: string): void {
    this.state = state;
    this.reason = reason;
    this.#options.onChange();
  }
}

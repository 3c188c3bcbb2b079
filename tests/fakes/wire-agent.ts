import { commandBodySchema } from '#shared/protocol/commands.ts';
import type { CommandBody } from '#shared/protocol/commands.ts';
import type { EnvelopeClass, EnvelopeHeader } from '#shared/protocol/envelope.ts';
import { receiptSchema } from '#shared/protocol/messages.ts';
import type { Confirmation, Receipt } from '#shared/protocol/messages.ts';
import { http } from '#shared/protocol/names.ts';
import type { OnlineInfo } from '#shared/protocol/online-info.ts';
import { registeredSchema, serverKeysSchema } from '#shared/protocol/registration.ts';
import type { KeyStatement, Registered, Registration } from '#shared/protocol/registration.ts';
import type { Tick, TickAnswer } from '#shared/protocol/tick.ts';
import { fromBase64Url } from '#shared/wire/bytes.ts';
import { openEnvelope, sealEnvelope } from '#shared/wire/envelope.ts';
import type { OpenedEnvelope } from '#shared/wire/envelope.ts';
import { joinFrames, splitFrames } from '#shared/wire/frames.ts';
import { newId } from '#shared/wire/id.ts';
import { checkServerKeys } from '#shared/wire/key-statement.ts';
import { generateKeyPair, signingKey } from '#shared/wire/keys.ts';
import type { KeyPair } from '#shared/wire/keys.ts';
import { decodeTickAnswer, encodeTick } from '#shared/wire/tick.ts';
import { parseToken } from '#shared/wire/token.ts';

/** What came back for envelopes: those that this agent could open, signed by the server; otherwise the words. */
export interface WireAnswer {
  status: number;
  text: string;
  retryAfter: string | null;
  envelopes: OpenedEnvelope[];
  /** The lines of all receipts among them. */
  receipts: Receipt['items'];
  commands: { id: string; header: EnvelopeHeader; body: CommandBody }[];
}

/** The keys that one computer has made for itself. */
export interface WireKeys {
  signing: KeyPair;
  sealing: KeyPair;
}

export const newWireKeys = (): WireKeys => ({
  signing: generateKeyPair('Ed25519'),
  sealing: generateKeyPair('X25519'),
});

/** An agent that is nothing but its side of the wire: it does what it is told, right or wrong. */
export class WireAgent {
  /** Such as `http://127.0.0.1:8080`; another one when the server has moved. */
  base: string;
  readonly keys: WireKeys;
  readonly now: () => number;
  cmId = 'NEW';
  epoch = 1;
  sequence = 0;
  counter = 0;
  tickKey: Uint8Array = new Uint8Array(32);
  server: KeyStatement | undefined;

  constructor(base: string, options: { keys?: WireKeys; now?: () => number } = {}) {
    this.base = base;
    this.keys = options.keys ?? newWireKeys();
    this.now = options.now ?? Date.now;
  }

  /** Fetches the server's keys and checks them against the root key that was promised. */
  async learnServer(rootKeyHash: string): Promise<KeyStatement> {
    const response = await fetch(this.base + http.keysPath);
    const check = checkServerKeys(serverKeysSchema.parse(await response.json()), rootKeyHash, this.now());
    if (!check.ok) throw new Error(check.reason);
    this.server = check.statement;
    return check.statement;
  }

  /** Registers with a token's text; when it is accepted, the agent is that computer from now on. */
  async register(tokenText: string, says: Partial<Registration> = {}): Promise<Registered> {
    const token = parseToken(tokenText);
    if (token === undefined) throw new Error('no token');
    await this.learnServer(token.rootKeyHash);
    const body = this.registration(tokenText, says);
    const id = newId(this.now());
    const answer = await this.post([await this.envelope('registration', body, { id, from: 'NEW' })]);
    const opened = answer.envelopes.find(
      ({ header }) => header.class === 'registered' && header.inReplyTo === id,
    );
    if (opened === undefined)
      throw new Error(`no answer to the registration: ${answer.status} ${answer.text}`);
    const registered = registeredSchema.parse(JSON.parse(Buffer.from(opened.body).toString()));
    if (registered.outcome === 'accepted') {
      this.cmId = registered.cmId;
      this.tickKey = fromBase64Url(registered.tickKey);
    }
    return registered;
  }

  /** What a registration with a token's text says. */
  registration(tokenText: string, says: Partial<Registration> = {}): Registration {
    return {
      secret: parseToken(tokenText)?.secret ?? '',
      sealingKey: this.keys.sealing.publicKey,
      computerName: 'wire-agent',
      platform: 'linux',
      agentVersion: '0.1.0',
      epoch: this.epoch,
      ...says,
    };
  }

  /** One envelope to the server, signed and sealed; any part of the header may be made up. */
  async envelope(
    envelopeClass: EnvelopeClass,
    body: unknown,
    change: Partial<EnvelopeHeader> = {},
  ): Promise<Uint8Array> {
    if (this.server === undefined) throw new Error('learn the server first');
    this.sequence += 1;
    const created = this.now();
    const header: EnvelopeHeader = {
      v: 1,
      id: newId(created),
      from: this.cmId,
      to: this.server.serverId,
      class: envelopeClass,
      epoch: this.epoch,
      sequence: this.sequence,
      created,
      notAfter: created + 600_000,
      ...change,
    };
    const signer = { publicKey: this.keys.signing.publicKey, key: signingKey(this.keys.signing) };
    return sealEnvelope(header, Buffer.from(JSON.stringify(body)), signer, this.server.sealingKey);
  }

  /** Posts envelopes and opens what comes back. */
  async post(envelopes: Uint8Array[]): Promise<WireAnswer> {
    return this.postBytes(joinFrames(envelopes));
  }

  async postBytes(body: Uint8Array, type: string = http.envelopesType): Promise<WireAnswer> {
    const response = await fetch(this.base + http.envelopesPath, {
      method: 'POST',
      body: Buffer.from(body),
      headers: { 'content-type': type },
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const isEnvelopes =
      response.status === 200 && response.headers.get('content-type') === http.envelopesType;
    const envelopes = isEnvelopes
      ? await Promise.all(splitFrames(bytes).map((frame) => this.open(frame)))
      : [];
    return {
      status: response.status,
      text: isEnvelopes ? '' : Buffer.from(bytes).toString(),
      retryAfter: response.headers.get('retry-after'),
      envelopes,
      receipts: envelopes
        .filter(({ header }) => header.class === 'receipt')
        .flatMap(({ body }) => receiptSchema.parse(JSON.parse(Buffer.from(body).toString())).items),
      commands: envelopes
        .filter(({ header }) => header.class === 'command')
        .map(({ header, body }) => ({
          id: header.id,
          header,
          body: commandBodySchema.parse(JSON.parse(Buffer.from(body).toString())),
        })),
    };
  }

  /** Seals a message and posts it alone. */
  async send(
    envelopeClass: EnvelopeClass,
    body: unknown,
    change: Partial<EnvelopeHeader> = {},
  ): Promise<WireAnswer> {
    return this.post([await this.envelope(envelopeClass, body, change)]);
  }

  /** Asks for waiting commands. */
  fetchCommands(): Promise<WireAnswer> {
    return this.send('fetch', { at: this.now() });
  }

  /** Says that commands are on this computer's disk, or will never be taken. */
  receipt(ids: string[], outcome: 'kept' | 'refused' = 'kept'): Promise<WireAnswer> {
    return this.send('receipt', { items: ids.map((id) => ({ id, outcome })), at: this.now() });
  }

  /** Ends a command. */
  async confirm(
    commandId: string,
    state: Confirmation['state'],
    more: Partial<Confirmation> = {},
  ): Promise<WireAnswer> {
    return this.send('confirmation', this.confirmation(commandId, state, more));
  }

  confirmation(
    commandId: string,
    state: Confirmation['state'],
    more: Partial<Confirmation> = {},
  ): Confirmation {
    const at = this.now();
    return {
      commandId,
      kind: 'listProcesses',
      state,
      receivedAt: at,
      startedAt: at,
      finishedAt: at,
      ...more,
    };
  }

  onlineInfo(change: Partial<OnlineInfo> = {}): OnlineInfo {
    return {
      at: this.now(),
      agentVersion: '0.1.0',
      uptimeS: 100,
      agentUptimeS: 50,
      cpuPercent: 12.5,
      memory: { totalBytes: 1000, usedBytes: 250 },
      disks: [],
      addresses: [],
      users: [],
      outbox: { waiting: 0, bytes: 0 },
      settingsVersion: 1,
      paths: [],
      watches: [],
      ...change,
    };
  }

  /** The bytes of this agent's next tick. */
  tickBytes(change: Partial<Tick> = {}): Uint8Array {
    this.counter += 1;
    const { cmId, epoch, counter } = this;
    return encodeTick(
      { cmId, epoch, counter, digest: new Uint8Array(8), goingDown: false, ...change },
      this.tickKey,
    );
  }

  /** Posts a tick; the answer is there only when it is authentic. */
  async tick(
    bytes: Uint8Array = this.tickBytes(),
  ): Promise<{ status: number; answer: TickAnswer | undefined }> {
    const response = await fetch(this.base + http.tickPath, {
      method: 'POST',
      body: Buffer.from(bytes),
      headers: { 'content-type': http.tickType },
    });
    return {
      status: response.status,
      answer: decodeTickAnswer(new Uint8Array(await response.arrayBuffer()), this.tickKey),
    };
  }

  private open(frame: Uint8Array): Promise<OpenedEnvelope> {
    return openEnvelope(frame, [this.keys.sealing], (signer) => signer === this.server?.commandKey);
  }
}

import { randomBytes } from 'node:crypto';
import type { Transaction } from 'kysely';
import { cmIdSchema } from '#shared/protocol/names.ts';
import type { Registered, Registration } from '#shared/protocol/registration.ts';
import { toBase64Url } from '#shared/wire/bytes.ts';
import type { Clock } from '../clock.ts';
import { currentDocument, insertFirstDocument } from '../documents/documents.ts';
import type { Events } from '../events.ts';
import type { ComputerTable, Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { Registry } from './registry.ts';
import { secretHash } from './tokens.ts';

type Refusal = Extract<Registered, { outcome: 'refused' }>;
/** `computer` when something about it has changed. */
type Verdict = { computer?: ComputerTable; answer: Registered };

/** What a computer says of itself, the key that it has signed this with, and the envelope's id and moment. */
export interface RegistrationRequest extends Registration {
  signingKey: string;
  id: string;
  /** By the computer's own clock. */
  created: number;
}

/** Gives computers their CM-IDs. */
export interface Registrar {
  /**
   * Registers the computer that holds `signingKey`. The answer is durable before it is given; the same request again gets the
   * same CM-ID and changes nothing, so that a lost answer costs nothing. With a token that it has used, a computer is only
   * heard when the request is newer than its newest: an older one is repeated by somebody else.
   */
  register(request: RegistrationRequest): Promise<Registered>;
}

interface Options {
  store: Store;
  clock: Clock;
  registry: Registry;
  events: Events;
}

const reasons: Record<Refusal['code'], string> = {
  unknownToken:
    'The server does not know this token: it was withdrawn or belongs to another server. Ask for a new one.',
  usedToken:
    'Another computer has registered with this token: each token is for one computer. Ask for a new one.',
  expiredToken: 'The token has expired. Ask for a new one.',
  tooManyComputers: 'The customer has no number left for another computer. Ask the maintainer of the server.',
};

const overtaken =
  'A newer registration of this computer has come before this one. If the clock of the computer was set back, ask for a new token.';

const refuse = (code: Refusal['code'], at: number, reason = reasons[code]): Verdict => ({
  answer: { outcome: 'refused', code, reason, at },
});

/** The customer's next CM-ID, such as `ACMEPC001`; nothing when it would not be one any more. */
const nextCmId = async (db: Transaction<Schema>, customer: string): Promise<string | undefined> => {
  const { nextNumber } = await db
    .updateTable('customers')
    .set((eb) => ({ nextNumber: eb('nextNumber', '+', 1) }))
    .where('code', '=', customer)
    .returning('nextNumber')
    .executeTakeFirstOrThrow();
  const cmId = cmIdSchema.safeParse(`${customer}PC${String(nextNumber - 1).padStart(3, '0')}`);
  return cmId.data;
};

/** A computer that is known by its signing key says anew what it is. */
const updateComputer = (
  db: Transaction<Schema>,
  cmId: string,
  request: RegistrationRequest,
): Promise<ComputerTable> =>
  db
    .updateTable('computers')
    .set({
      sealingKey: request.sealingKey,
      name: request.computerName,
      platform: request.platform,
      agentVersion: request.agentVersion,
      registrationId: request.id,
      registrationCreated: request.created,
    })
    .where('cmId', '=', cmId)
    .returningAll()
    .executeTakeFirstOrThrow();

const insertComputer = async (
  db: Transaction<Schema>,
  cmId: string,
  customer: { code: string; name: string },
  request: RegistrationRequest,
  now: number,
): Promise<ComputerTable> => {
  await insertFirstDocument(db, cmId, customer.name, now);
  return db
    .insertInto('computers')
    .values({
      cmId,
      customer: customer.code,
      name: request.computerName,
      platform: request.platform,
      osName: '',
      agentVersion: request.agentVersion,
      signingKey: request.signingKey,
      sealingKey: request.sealingKey,
      tickKey: toBase64Url(randomBytes(32)),
      registeredAt: now,
      registrationId: request.id,
      registrationCreated: request.created,
      commandSequence: 0,
      appliedSettingsVersion: 0,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
};

const acceptance = async (
  db: Transaction<Schema>,
  computer: ComputerTable,
  at: number,
): Promise<Registered> => {
  const document = await currentDocument(db, computer.cmId);
  if (document === undefined) throw new Error(`computer ${computer.cmId} has no settings document`);
  const { cmId, tickKey } = computer;
  return { outcome: 'accepted', cmId, tickKey, document, at };
};

/** A computer that has used its token already comes with it again. */
const decideAgain = async (
  db: Transaction<Schema>,
  request: RegistrationRequest,
  known: ComputerTable,
  now: number,
): Promise<Verdict> => {
  if (request.id === known.registrationId) return { answer: await acceptance(db, known, now) };
  if (request.created <= known.registrationCreated) return refuse('usedToken', now, overtaken);
  const computer = await updateComputer(db, known.cmId, request);
  return { computer, answer: await acceptance(db, computer, now) };
};

const decide = async (
  db: Transaction<Schema>,
  request: RegistrationRequest,
  now: number,
): Promise<Verdict> => {
  const token = await db
    .selectFrom('tokens')
    .selectAll()
    .where('secretHash', '=', secretHash(request.secret))
    .executeTakeFirst();
  if (token === undefined) return refuse('unknownToken', now);
  const known = await db
    .selectFrom('computers')
    .selectAll()
    .where('signingKey', '=', request.signingKey)
    .executeTakeFirst();
  if (token.usedBy !== null) {
    if (known?.cmId !== token.usedBy) return refuse('usedToken', now);
    return decideAgain(db, request, known, now);
  }
  if (token.notAfter < now) return refuse('expiredToken', now);
  const cmId = known?.cmId ?? (await nextCmId(db, token.customer));
  if (cmId === undefined) return refuse('tooManyComputers', now);
  const customer = await db
    .selectFrom('customers')
    .select(['code', 'name'])
    .where('code', '=', token.customer)
    .executeTakeFirstOrThrow();
  const computer = known
    ? await updateComputer(db, cmId, request)
    : await insertComputer(db, cmId, customer, request, now);
  await db.updateTable('tokens').set({ usedAt: now, usedBy: cmId }).where('id', '=', token.id).execute();
  return { computer, answer: await acceptance(db, computer, now) };
};

export const createRegistrar = ({ store, clock, registry, events }: Options): Registrar => ({
  async register(request) {
    const { computer, answer } = await store.write((db) => decide(db, request, clock.now()));
    if (computer !== undefined) {
      registry.set(computer);
      events.emit({ event: 'computer', cmId: computer.cmId });
    }
    return answer;
  },
});

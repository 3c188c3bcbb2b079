import fastifyCookie from '@fastify/cookie';
import type { FastifyInstance } from 'fastify';
import type { Customers } from '../computers/customers.ts';
import type { Computers } from '../computers/overview.ts';
import type { Registry } from '../computers/registry.ts';
import type { Tokens } from '../computers/tokens.ts';
import { hour } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { Documents } from '../documents/documents.ts';
import type { Events } from '../events.ts';
import type { ReceivedMessages } from '../inbox/received-messages.ts';
import type { Audit } from '../operators/audit.ts';
import type { Sessions } from '../operators/sessions.ts';
import type { SignIn } from '../operators/sign-in.ts';
import type { Commands } from '../outbox/commands.ts';
import { findBySession, refuseForeign, sendRefusal } from './access.ts';
import { refusalOfError } from './errors.ts';
import { serveEvents } from './events.ts';
import { commandHandlers } from './handlers/commands.ts';
import { computerHandlers } from './handlers/computers.ts';
import { customerHandlers } from './handlers/customers.ts';
import { auditOfCalls } from './handlers/note-audit.ts';
import { sessionHandlers } from './handlers/session.ts';
import { openApiDocument } from './openapi.ts';
import { securityHeaders, servePortalFiles } from './portal-files.ts';
import { refuse } from './refusal.ts';
import { bindRoutes } from './routes.ts';

/** What the Portal's interface is made of. */
export interface ApiOptions {
  clock: Clock;
  events: Events;
  audit: Audit;
  sessions: Sessions;
  signIn: SignIn;
  registry: Pick<Registry, 'byId'>;
  computers: Computers;
  messages: ReceivedMessages;
  commands: Pick<Commands, 'send' | 'list' | 'get' | 'cancel'>;
  documents: Pick<Documents, 'save'>;
  customers: Pick<Customers, 'list' | 'add'>;
  tokens: Tokens;
  /** The folder that the Portal's pages were built into; it may not exist. */
  portalFolder: string;
  version: string;
}

/** Adds the Portal's interface, its stream of events, its description and its pages to a server. */
export async function registerApi(fastify: FastifyInstance, options: ApiOptions): Promise<void> {
  await fastify.register(async (scope) => {
    await scope.register(fastifyCookie);
    scope.addHook('onRequest', async (request, reply) => {
      reply.headers(securityHeaders);
      if (request.url.startsWith('/api')) reply.header('cache-control', 'no-store');
      const refusal = refuseForeign(request);
      if (refusal) return sendRefusal(reply, refusal);
    });
    scope.setErrorHandler((error, request, reply) => sendRefusal(reply, refusalOfError(error, request)));

    serveInterface(scope, options);
    forgetOldThings(scope, options);
    await servePortalFiles(scope, options.portalFolder);
  });
}

function serveInterface(scope: FastifyInstance, options: ApiOptions): void {
  const { clock, events, sessions } = options;
  const findCaller = findBySession(sessions);
  const note = auditOfCalls(options.audit);
  const handlers = {
    ...sessionHandlers({ ...options, note }),
    ...computerHandlers(options),
    ...commandHandlers({ ...options, note }),
    ...customerHandlers({ ...options, note }),
  };
  bindRoutes(scope, handlers, findCaller);
  serveEvents(scope, { clock, events, sessions, findCaller });

  const document = JSON.stringify(openApiDocument(options.version));
  scope.get('/api/openapi.json', (_request, reply) => reply.type('application/json').send(document));
  const unknown = refuse('notFound', 'There is no such call: GET /api/openapi.json describes all of them.');
  for (const path of ['/api', '/api/*']) scope.all(path, (_request, reply) => sendRefusal(reply, unknown));
}

function forgetOldThings(scope: FastifyInstance, { clock, sessions, signIn }: ApiOptions): void {
  const forget = async (): Promise<void> => {
    await sessions.prune();
    await signIn.prune();
  };
  const stop = clock.every(hour, () => {
    forget().catch((error: unknown) => {
      scope.log.error(error, 'old sessions and failed sign-ins could not be removed');
    });
  });
  scope.addHook('onClose', () => {
    stop();
  });
}

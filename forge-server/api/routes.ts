import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { portalApi } from '#shared/portal-api.ts';
import type { PortalAnswer, PortalApi, PortalCall, PortalInput } from '#shared/portal-api.ts';
import { requireCaller, sendRefusal } from './access.ts';
import type { Caller, FindCaller } from './access.ts';
import { badInput } from './bad-input.ts';
import type { Result } from './refusal.ts';

/** One call as its handler sees it: checked input, and the caller unless anybody may call. */
export interface Call<C extends PortalCall> extends PortalInput<C> {
  caller: PortalApi[C]['access'] extends 'anybody' ? undefined : Caller;
  /** The network address that the call came from. */
  address: string;
  request: FastifyRequest;
  reply: FastifyReply;
}

/** What answers each call of the Portal's interface. */
export type Handlers = { [C in PortalCall]: (call: Call<C>) => Promise<Result<PortalAnswer<C>>> };

const callerOf = 'caller';

/** More than the longest message and the largest settings take, in bytes. */
const bodyLimit = 256 * 1024;

/** Binds every call of `portalApi` to its handler. */
export function bindRoutes(scope: FastifyInstance, handlers: Handlers, findCaller: FindCaller): void {
  scope.decorateRequest(callerOf);
  for (const name of Object.keys(portalApi) as PortalCall[]) bind(scope, name, handlers, findCaller);
}

function bind<C extends PortalCall>(
  scope: FastifyInstance,
  name: C,
  handlers: Pick<Handlers, C>,
  findCaller: FindCaller,
): void {
  const { method, path, access, answer } = portalApi[name];
  scope.route({
    method,
    url: path,
    bodyLimit,
    // Before the body is read: a stranger's body is not worth reading.
    onRequest: async (request, reply) => {
      if (access === 'anybody') return;
      const caller = await requireCaller(request, access, findCaller);
      if (!caller.ok) return sendRefusal(reply, caller);
      request.setDecorator(callerOf, caller.value);
    },
    handler: async (request, reply) => {
      const input = readInput(name, request);
      if (!input.ok) return sendRefusal(reply, input);
      const caller = request.getDecorator<Call<C>['caller']>(callerOf);
      const given = await handlers[name]({ ...input.value, caller, address: request.ip, request, reply });
      if (!given.ok) return sendRefusal(reply, given);
      return reply.type('application/json').send(JSON.stringify(fitAnswer(answer, given.value, request)));
    },
  });
}

function readInput<C extends PortalCall>(name: C, request: FastifyRequest): Result<PortalInput<C>> {
  const { params, query, body } = portalApi[name];
  const parts = [
    ['params', 'address', params, request.params],
    ['query', 'query', query, request.query],
    ['body', 'body', body, request.body],
  ] as const;
  const input: Record<string, unknown> = {};
  for (const [key, part, schema, given] of parts) {
    const parsed = schema.safeParse(schema instanceof z.ZodUndefined ? undefinedIfEmpty(given) : given);
    if (!parsed.success) return badInput(part, parsed.error);
    input[key] = parsed.data;
  }
  return { ok: true, value: input as PortalInput<C> };
}

// Fastify gives an empty object for what a request does not have.
function undefinedIfEmpty(given: unknown): unknown {
  return typeof given === 'object' && given !== null && Object.keys(given).length === 0 ? undefined : given;
}

/** Lets out only what the contract names: fields that it does not know are taken off, anything else is our fault. */
function fitAnswer(schema: z.ZodType, answer: unknown, request: FastifyRequest): unknown {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const unknown = parsed.error.issues.filter((issue) => issue.code === 'unrecognized_keys');
  request.log.warn({ fields: unknown }, 'an answer holds fields that its contract does not know');
  const fitted: unknown = structuredClone(answer);
  for (const { path, keys } of unknown) {
    const holder = path.reduce((value, key) => (value as Record<PropertyKey, unknown>)[key], fitted);
    for (const key of keys) delete (holder as Record<string, unknown>)[key];
  }
  return schema.parse(fitted);
}

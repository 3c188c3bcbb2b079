import { z } from 'zod';
import { cmIdSchema, idSchema } from './protocol/names.ts';
import { serverSettingsSchema } from './settings/settings.ts';
import {
  computerDetailSchema,
  computerSchema,
  customerSchema,
  operatorSchema,
  receivedMessageSchema,
  sentCommandSchema,
  tokenSchema,
} from './portal-data.ts';

const none = z.undefined();
const cmIdParam = z.strictObject({ cmId: cmIdSchema });
const idParam = z.strictObject({ id: idSchema });
const page = z.strictObject({ before: idSchema.optional(), search: z.string().max(200).optional() });

/** Who may call: anybody, somebody signed in, or a maintainer. */
type Access = 'anybody' | 'operator' | 'maintainer';

interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `:name` marks a part of the path that `params` describes. */
  path: string;
  access: Access;
  summary: string;
  params: z.ZodType;
  query: z.ZodType;
  body: z.ZodType;
  answer: z.ZodType;
}

const route = <
  X extends Access,
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  A extends z.ZodType,
>(
  r: Omit<Route, 'access' | 'params' | 'query' | 'body' | 'answer'> & {
    access: X;
    params: P;
    query: Q;
    body: B;
    answer: A;
  },
): typeof r => r;

/**
 * The Portal's interface: one map for the server's routes, the pages' client and the OpenAPI document. Besides these,
 * `GET /api/events` is a stream of server-sent events, each with a `portalEventSchema` as data.
 */
export const portalApi = {
  signIn: route({
    method: 'POST',
    path: '/api/session',
    access: 'anybody',
    summary: 'Sign in',
    params: none,
    query: none,
    body: z.strictObject({ name: z.string().min(1).max(100), password: z.string().min(1).max(200) }),
    answer: operatorSchema,
  }),
  session: route({
    method: 'GET',
    path: '/api/session',
    access: 'operator',
    summary: 'Who is signed in',
    params: none,
    query: none,
    body: none,
    answer: operatorSchema,
  }),
  signOut: route({
    method: 'DELETE',
    path: '/api/session',
    access: 'operator',
    summary: 'Sign out',
    params: none,
    query: none,
    body: none,
    answer: z.null(),
  }),
  changePassword: route({
    method: 'PUT',
    path: '/api/session/password',
    access: 'operator',
    summary: 'Change the own password',
    params: none,
    query: none,
    body: z.strictObject({
      old: z.string().min(1).max(200),
      new: z.string().min(10, 'at least 10 characters').max(200),
    }),
    answer: z.null(),
  }),
  computers: route({
    method: 'GET',
    path: '/api/computers',
    access: 'operator',
    summary: 'All computers',
    params: none,
    query: none,
    body: none,
    answer: z.array(computerSchema),
  }),
  computer: route({
    method: 'GET',
    path: '/api/computers/:cmId',
    access: 'operator',
    summary: 'One computer',
    params: cmIdParam,
    query: none,
    body: none,
    answer: computerDetailSchema,
  }),
  computerMessages: route({
    method: 'GET',
    path: '/api/computers/:cmId/messages',
    access: 'operator',
    summary: 'Messages received from a computer, newest first',
    params: cmIdParam,
    query: page,
    body: none,
    answer: z.strictObject({ rows: z.array(receivedMessageSchema), more: z.boolean() }),
  }),
  message: route({
    method: 'GET',
    path: '/api/messages/:id',
    access: 'operator',
    summary: 'One received message with its body',
    params: idParam,
    query: none,
    body: none,
    answer: z.strictObject({ message: receivedMessageSchema, body: z.json() }),
  }),
  computerCommands: route({
    method: 'GET',
    path: '/api/computers/:cmId/commands',
    access: 'operator',
    summary: 'Commands sent to a computer, newest first',
    params: cmIdParam,
    query: page,
    body: none,
    answer: z.strictObject({ rows: z.array(sentCommandSchema), more: z.boolean() }),
  }),
  sendCommand: route({
    method: 'POST',
    path: '/api/computers/:cmId/commands',
    access: 'operator',
    summary: 'Send a command',
    params: cmIdParam,
    query: none,
    body: z.strictObject({
      kind: z.string().min(1).max(64),
      args: z.json(),
      validMinutes: z.int().min(1).max(4320),
    }),
    answer: sentCommandSchema,
  }),
  command: route({
    method: 'GET',
    path: '/api/commands/:id',
    access: 'operator',
    summary: 'One command',
    params: idParam,
    query: none,
    body: none,
    answer: sentCommandSchema,
  }),
  cancelCommand: route({
    method: 'POST',
    path: '/api/commands/:id/cancel',
    access: 'operator',
    summary: 'Cancel a command that has not been received yet',
    params: idParam,
    query: none,
    body: none,
    answer: sentCommandSchema,
  }),
  saveSettings: route({
    method: 'PUT',
    path: '/api/computers/:cmId/settings',
    access: 'operator',
    summary: 'Save settings for a computer and send them to it',
    params: cmIdParam,
    query: none,
    body: z.strictObject({ settings: serverSettingsSchema }),
    answer: sentCommandSchema,
  }),
  customers: route({
    method: 'GET',
    path: '/api/customers',
    access: 'operator',
    summary: 'All customers',
    params: none,
    query: none,
    body: none,
    answer: z.array(customerSchema),
  }),
  addCustomer: route({
    method: 'POST',
    path: '/api/customers',
    access: 'maintainer',
    summary: 'Add a customer',
    params: none,
    query: none,
    body: customerSchema.omit({ computers: true }),
    answer: customerSchema,
  }),
  tokens: route({
    method: 'GET',
    path: '/api/tokens',
    access: 'operator',
    summary: 'Registration tokens',
    params: none,
    query: none,
    body: none,
    answer: z.array(tokenSchema),
  }),
  addToken: route({
    method: 'POST',
    path: '/api/tokens',
    access: 'operator',
    summary: 'Make a single-use registration token; its text is shown only now',
    params: none,
    query: none,
    body: z.strictObject({
      customer: z.string().min(1).max(8),
      note: z.string().max(200),
      validHours: z
        .int()
        .min(1)
        .max(24 * 30),
    }),
    answer: z.strictObject({ token: tokenSchema, text: z.string() }),
  }),
  removeToken: route({
    method: 'DELETE',
    path: '/api/tokens/:id',
    access: 'operator',
    summary: 'Withdraw an unused token',
    params: z.strictObject({ id: z.string().max(64) }),
    query: none,
    body: none,
    answer: z.null(),
  }),
} as const satisfies Record<string, Route>;
export type PortalApi = typeof portalApi;
export type PortalCall = keyof PortalApi;
export type PortalInput<C extends PortalCall> = {
  params: z.infer<PortalApi[C]['params']>;
  query: z.infer<PortalApi[C]['query']>;
  body: z.infer<PortalApi[C]['body']>;
};
export type PortalAnswer<C extends PortalCall> = z.infer<PortalApi[C]['answer']>;

/** A route's path with its parts filled in; a part that is not given stays empty. */
export const filledPath = (path: string, params: Record<string, string> = {}): string =>
  path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));

/** An error answer: one sentence that says what to do, and a code for programs. */
export const portalErrorSchema = z.strictObject({
  code: z.enum([
    'badRequest',
    'signInFirst',
    'forbidden',
    'notFound',
    'conflict',
    'tooMany',
    'tooLarge',
    'unavailable',
    'internal',
  ]),
  message: z.string(),
});
export type PortalError = z.infer<typeof portalErrorSchema>;

/** Something changed; the page asks again for what it shows. */
export const portalEventSchema = z.discriminatedUnion('event', [
  z.strictObject({ event: z.literal('computer'), cmId: cmIdSchema }),
  z.strictObject({ event: z.literal('command'), cmId: cmIdSchema, id: idSchema }),
  z.strictObject({ event: z.literal('message'), cmId: cmIdSchema, id: idSchema }),
]);
export type PortalEvent = z.infer<typeof portalEventSchema>;

import { z } from 'zod';
import { portalApi, portalErrorSchema, portalEventSchema } from '#shared/portal-api.ts';
import {
  computerDetailSchema,
  computerSchema,
  customerSchema,
  operatorSchema,
  receivedMessageSchema,
  sentCommandSchema,
  tokenSchema,
} from '#shared/portal-data.ts';
import type { PortalApi, PortalCall } from '#shared/portal-api.ts';
import { inventorySchema } from '#shared/protocol/inventory.ts';
import { onlineInfoSchema } from '#shared/protocol/online-info.ts';
import { settingsDocumentSchema } from '#shared/protocol/documents.ts';

type Json = Record<string, unknown>;

/** Schemas that are named in the document; all others stand where they are used. */
const named = {
  Computer: computerSchema,
  ComputerDetail: computerDetailSchema,
  Customer: customerSchema,
  Error: portalErrorSchema,
  Event: portalEventSchema,
  Inventory: inventorySchema,
  OnlineInfo: onlineInfoSchema,
  Operator: operatorSchema,
  ReceivedMessage: receivedMessageSchema,
  SentCommand: sentCommandSchema,
  SettingsDocument: settingsDocumentSchema,
  Token: tokenSchema,
} as const;

const refusals = {
  400: 'The input is wrong; the message says what to correct.',
  401: 'Nobody is signed in.',
  403: 'This caller may not do it.',
  404: 'There is no such thing.',
  409: 'It clashes with how things are now.',
  413: 'The body is too large.',
  429: 'Too many attempts; `Retry-After` says when to try again.',
  500: 'The server failed.',
  503: 'The server cannot do it now; `Retry-After` says when to try again.',
} as const;

/** The OpenAPI 3.1 document of the Portal's interface, made from the table that also binds its routes. */
export function openApiDocument(version: string): Json {
  const calls = Object.keys(portalApi) as PortalCall[];
  const { schemas, part } = describeSchemas(calls);
  const paths: Record<string, Json> = {
    '/api/events': { get: eventsOperation() },
  };
  for (const call of calls) {
    const { path, method } = portalApi[call];
    const address = path.replaceAll(/:(\w+)/g, '{$1}');
    paths[address] = { ...paths[address], [method.toLowerCase()]: operation(call, part) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'CM Portal',
      version,
      description: 'What operators do with the CM Server, as a program does it.',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'forge-session',
          description: 'Given by signing in; over https its name is `__Host-forge-session`.',
        },
      },
    },
  };
}

type Part = (name: string) => Json | undefined;

function operation(call: PortalCall, part: Part): Json {
  const { access, summary } = portalApi[call];
  const body = part(`${call}.body`);
  const parameters = [
    ...parametersOf(part(`${call}.params`), 'path'),
    ...parametersOf(part(`${call}.query`), 'query'),
  ];
  return {
    operationId: call,
    summary,
    ...(access === 'maintainer' ? { description: 'For maintainers only.' } : {}),
    security: access === 'anybody' ? [] : [{ session: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } } : {}),
    responses: {
      200: { description: 'Done.', content: { 'application/json': { schema: part(`${call}.answer`) } } },
      ...refusalsOf(part),
    },
  };
}

function eventsOperation(): Json {
  return {
    operationId: 'events',
    summary: 'What changes, as it changes: a stream of server-sent events',
    security: [{ session: [] }],
    responses: {
      200: {
        description: 'The stream; each `data` is JSON as the schema `Event` describes it.',
        content: { 'text/event-stream': { schema: { type: 'string' } } },
      },
      401: { description: refusals[401] },
      429: { description: refusals[429] },
    },
  };
}

function refusalsOf(part: Part): Json {
  const content = { 'application/json': { schema: part('Error') } };
  return Object.fromEntries(
    Object.entries(refusals).map(([status, description]) => [status, { description, content }]),
  );
}

function parametersOf(schema: Json | undefined, place: 'path' | 'query'): Json[] {
  const properties = (schema?.['properties'] ?? {}) as Record<string, Json>;
  const required = (schema?.['required'] ?? []) as string[];
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema,
  }));
}

/**
 * The JSON Schemas of everything at once, so that what is shared is named once: `schemas` for the document's
 * components, and `part` gives the one of a call's part, or a reference to a named one.
 */
function describeSchemas(calls: PortalCall[]): { schemas: Json; part: Part } {
  const names = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) names.add(schema, { id });
  const parts: Record<string, z.ZodType> = { ...named };
  for (const call of calls) Object.assign(parts, partsOf(call, portalApi[call]));

  const whole = z.toJSONSchema(z.strictObject(parts), { metadata: names, io: 'input' });
  const text = JSON.stringify(whole)
    // Nameless is only what holds itself, and that is any JSON.
    .replaceAll(/\{"\$ref":"#\/\$defs\/__\w+"\}/g, '{"description":"Any JSON."}')
    // References point into the schema; in the document they point to its components.
    .replaceAll('"#/$defs/', '"#/components/schemas/');
  const { $defs, properties = {} } = JSON.parse(text) as { $defs: Json; properties?: Record<string, Json> };
  const schemas = Object.fromEntries(Object.entries($defs).filter(([name]) => !name.startsWith('__')));
  return { schemas, part: (name) => properties[name] };
}

function partsOf(
  call: PortalCall,
  { params, query, body, answer }: PortalApi[PortalCall],
): Record<string, z.ZodType> {
  const present = Object.entries({ params, query, body, answer }).filter(
    ([, schema]) => !(schema instanceof z.ZodUndefined),
  );
  return Object.fromEntries(present.map(([name, schema]) => [`${call}.${name}`, schema]));
}

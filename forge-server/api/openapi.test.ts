import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { portalApi } from '#shared/portal-api.ts';
import type { PortalCall } from '#shared/portal-api.ts';
import { openApiDocument } from './openapi.ts';

interface Operation {
  operationId: string;
  parameters?: { name: string; in: string; required: boolean; schema: object }[];
  requestBody?: { content: { 'application/json': { schema: object } } };
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
  security: object[];
}
interface OpenApi {
  openapi: string;
  info: { version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

const document = JSON.parse(JSON.stringify(openApiDocument('1.2.3'))) as OpenApi;
const calls = Object.keys(portalApi) as PortalCall[];
const operations = Object.values(document.paths).flatMap((path) => Object.values(path));

/** The document's schema as one that stands alone, for a reader that knows nothing of OpenAPI. */
function standAlone(schema: object): Parameters<typeof z.fromJSONSchema>[0] {
  const whole = JSON.stringify({ ...schema, $defs: document.components.schemas });
  return JSON.parse(whole.replaceAll('"#/components/schemas/', '"#/$defs/')) as Parameters<
    typeof z.fromJSONSchema
  >[0];
}

test('it is a document of OpenAPI 3.1 with the version of the server', () => {
  expect(document.openapi).toBe('3.1.0');
  expect(document.info.version).toBe('1.2.3');
});

describe('every call of the table is in it, and nothing else but the events', () => {
  test('each under its own name', () => {
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual([...calls, 'events'].sort());
  });

  test.each(calls)('%s', (name) => {
    const { method, path, access, params, body } = portalApi[name];
    const operation = document.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
    expect(operation?.operationId).toBe(name);
    expect(operation?.security).toEqual(access === 'anybody' ? [] : [{ session: [] }]);

    const inPath = (operation?.parameters ?? []).filter((parameter) => parameter.in === 'path');
    expect(inPath.map((parameter) => parameter.name)).toEqual(
      [...path.matchAll(/:(\w+)/g)].map(([, part]) => part),
    );
    expect(inPath.every(({ required }) => required)).toBe(true);
    expect(inPath.length > 0).toBe(!(params instanceof z.ZodUndefined));
    expect(operation?.requestBody !== undefined).toBe(!(body instanceof z.ZodUndefined));
    expect(operation?.responses['200']?.content?.['application/json']?.schema).toBeDefined();
    expect(operation?.responses['401']?.content?.['application/json']?.schema).toEqual({
      $ref: '#/components/schemas/Error',
    });
  });
});

test('every reference in it leads somewhere', () => {
  const text = JSON.stringify(document);
  const names = [...text.matchAll(/"\$ref":"([^"]*)"/g)].map(([, target = '']) => target);
  expect(names.length).toBeGreaterThan(10);
  for (const target of names) {
    expect(target).toMatch(/^#\/components\/schemas\/\w+$/);
    expect(document.components.schemas).toHaveProperty(target.slice('#/components/schemas/'.length));
  }
  expect(Object.keys(document.components.schemas)).toEqual(
    expect.arrayContaining(['Computer', 'Inventory', 'Event']),
  );
});

test('its schemas say the same as those that check the calls', () => {
  const body = operations.find(({ operationId }) => operationId === 'addToken')?.requestBody?.content[
    'application/json'
  ].schema;
  const described = z.fromJSONSchema(standAlone(body ?? {}));
  const good = { customer: 'HOME', note: '', validHours: 24 };
  for (const sample of [
    good,
    { ...good, validHours: 0 },
    { ...good, extra: 1 },
    { customer: 'HOME' },
    null,
  ]) {
    expect(described.safeParse(sample).success).toBe(portalApi.addToken.body.safeParse(sample).success);
  }
});

test('its schemas are schemas', () => {
  const answers = operations.map(({ responses }) => responses['200']?.content?.['application/json']?.schema);
  const described = answers.filter((schema) => schema !== undefined);
  expect(described).toHaveLength(calls.length);
  for (const schema of described) expect(() => z.fromJSONSchema(standAlone(schema))).not.toThrow();
});

import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Customer } from '#shared/portal-data.ts';
import { bindRoutes } from './routes.ts';
import type { Handlers } from './routes.ts';

const customer: Customer = { code: 'ACME', name: 'Acme', computers: 2 };
let answer: () => unknown;
let url: string;
let server: FastifyInstance;
beforeEach(async () => {
  server = fastify({ logger: false });
  const handlers = { customers: () => Promise.resolve({ ok: true, value: answer() }) } as unknown as Handlers;
  const operator = { name: 'anna', role: 'operator' } as const;
  bindRoutes(server, handlers, () => Promise.resolve({ operator, session: 'one' }));
  url = await server.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(() => server.close());

test('what the contract does not name is not let out', async () => {
  answer = () => [{ ...customer, margin: 0.4 }, customer, { ...customer, margin: 0.1, debt: 7 }];
  const response = await fetch(`${url}/api/customers`);
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  expect(await response.json()).toEqual([customer, customer, customer]);
});

test('an answer that breaks the contract is a failure of the server, not an answer', async () => {
  answer = () => [{ ...customer, computers: 'two' }];
  expect((await fetch(`${url}/api/customers`)).status).toBe(500);
  answer = () => [{ ...customer, computers: 'two', margin: 0.4 }];
  expect((await fetch(`${url}/api/customers`)).status).toBe(500);
});

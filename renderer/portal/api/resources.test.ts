import { expect, test } from 'vitest';
import type { SentCommand } from '#shared/portal-data.ts';
import type { PortalClient } from './portal-client.ts';
import {
  commandResource,
  commandsResource,
  computerResource,
  computersResource,
  messagesResource,
  topicsOf,
} from './resources.ts';

const id = '01234567-89ab-7cde-8f01-23456789abcd';

test('a change of a command touches its own page, its list, its computer and the list of computers', () => {
  const topics = topicsOf({ event: 'command', cmId: 'ACMEPC001', id });
  const touched = (resource: { topics: string[] }): boolean =>
    resource.topics.some((topic) => topics.includes(topic));
  expect(touched(commandResource(id))).toBe(true);
  expect(touched(commandsResource('ACMEPC001', '', 1))).toBe(true);
  expect(touched(computerResource('ACMEPC001'))).toBe(true);
  expect(touched(computersResource)).toBe(true);
  expect(touched(messagesResource('ACMEPC001', '', 1))).toBe(false);
  expect(touched(commandsResource('ACMEPC002', '', 1))).toBe(false);
});

/** A client that answers every page of a list of `total` commands, two at a time. */
function pagingClient(total: number) {
  const asked: unknown[] = [];
  const call = (_: string, input: { query: { before?: string } }) => {
    asked.push(input.query);
    const from = input.query.before === undefined ? 0 : Number(input.query.before) + 1;
    const rows = [from, from + 1].filter((n) => n < total).map((n) => ({ id: String(n) }) as SentCommand);
    return Promise.resolve({ ok: true, value: { rows, more: from + 2 < total } });
  };
  return { client: { call } as unknown as PortalClient, asked };
}

test('a list is read page after page, as far as was asked for', async () => {
  const { client, asked } = pagingClient(5);
  const outcome = await commandsResource('ACMEPC001', 'x', 2).load(client);
  expect(outcome).toMatchObject({
    ok: true,
    value: { rows: [{ id: '0' }, { id: '1' }, { id: '2' }, { id: '3' }], more: true },
  });
  expect(asked).toEqual([{ search: 'x' }, { search: 'x', before: '1' }]);
});

test('a list that ends sooner is not asked for more', async () => {
  const { client, asked } = pagingClient(3);
  const outcome = await commandsResource('ACMEPC001', '', 9).load(client);
  expect(outcome).toMatchObject({ ok: true, value: { more: false } });
  expect(asked).toHaveLength(2);
});

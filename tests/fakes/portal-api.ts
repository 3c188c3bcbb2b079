import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { portalApi } from '#shared/portal-api.ts';
import type { PortalAnswer, PortalCall, PortalError, PortalEvent, PortalInput } from '#shared/portal-api.ts';

/** A refusal in place of an answer. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: PortalError['code'];

  constructor(status: number, code: PortalError['code'], message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** What the double does for each call. Throws a `Refusal` to refuse it. */
export type Answers = { [C in PortalCall]: (input: PortalInput<C>) => PortalAnswer<C> };

export interface PortalDouble {
  url: string;
  /** Tells the pages that something changed. */
  tell(event: PortalEvent): void;
  /** Forgets who was signed in, as a server does when a session ends. */
  endSessions(): void;
  /** Breaks the streams of events, as a network does. */
  endStreams(): void;
  stop(): Promise<void>;
}

const contentPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; " +
  "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/**
 * An in-process double of Forge's Portal interface: the same table, the same checks, sessions by cookie, events, and the
 * built pages under the same content policy.
 * @param pages the folder of the built Portal
 */
export async function startPortalDouble(answers: Answers, pages: string): Promise<PortalDouble> {
  const streams = new Set<ServerResponse>();
  let session = 1;

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://double').pathname;
    const done = path.startsWith('/api/') ? answerCall(request, response) : sendPage(response, pages, path);
    done.catch((error: unknown) => refuse(response, error));
  });

  async function answerCall(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://double');
    const signedIn = request.headers.cookie?.includes(`session=${session}`) ?? false;
    if (url.pathname === '/api/events') {
      if (!signedIn) throw new Refusal(401, 'signInFirst', 'Sign in first.');
      openStream(response);
      return;
    }
    const { call, params } = findCall(request.method ?? 'GET', url.pathname);
    const route = portalApi[call];
    if (route.access !== 'anybody' && !signedIn) throw new Refusal(401, 'signInFirst', 'Sign in first.');
    const text = await readAll(request);
    const input = {
      params: route.params.parse(params),
      query: route.query.parse(
        url.search === ''
          ? route.query.safeParse(undefined).success
            ? undefined
            : {}
          : Object.fromEntries(url.searchParams),
      ),
      body: route.body.parse(text === '' ? undefined : JSON.parse(text)),
    };
    const answer = (answers[call] as (input: unknown) => unknown)(input);
    if (call === 'signIn')
      response.setHeader('set-cookie', `session=${session}; Path=/; HttpOnly; SameSite=Strict`);
    if (call === 'signOut') response.setHeader('set-cookie', 'session=; Path=/; Max-Age=0');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(route.answer.parse(answer)));
  }

  function openStream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': open\n\n');
    streams.add(response);
    response.on('close', () => streams.delete(response));
  }

  function endStreams(): void {
    for (const stream of streams) stream.end();
  }

  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tell(event) {
      for (const stream of streams) stream.write(`data: ${JSON.stringify(event)}\n\n`);
    },
    endSessions() {
      session += 1;
      endStreams();
    },
    endStreams,
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function findCall(
  method: string,
  path: string,
): { call: PortalCall; params: Record<string, string> | undefined } {
  for (const [call, route] of Object.entries(portalApi)) {
    const pattern = new RegExp(`^${route.path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
    const match = route.method === method ? pattern.exec(path) : null;
    if (match) return { call: call as PortalCall, params: match.groups && { ...match.groups } };
  }
  throw new Refusal(404, 'notFound', `There is no ${method} ${path}.`);
}

async function sendPage(response: ServerResponse, pages: string, path: string): Promise<void> {
  const file = join(pages, normalize(path));
  const found = existsSync(file) && statSync(file).isFile() ? file : join(pages, 'index.html');
  response.writeHead(200, {
    'content-type': types[extname(found)] ?? 'application/octet-stream',
    'content-security-policy': contentPolicy,
  });
  await new Promise((sent) => createReadStream(found).pipe(response).on('close', sent));
}

function refuse(response: ServerResponse, error: unknown): void {
  const refusal = error instanceof Refusal ? error : new Refusal(400, 'badRequest', String(error));
  response.writeHead(refusal.status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ code: refusal.code, message: refusal.message }));
}

async function readAll(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += String(part);
  return text;
}

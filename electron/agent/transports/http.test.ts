import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { limits } from '#shared/protocol/limits.ts';
import { http as paths } from '#shared/protocol/names.ts';
import { joinFrames, splitFrames } from '#shared/wire/frames.ts';
import { createVirtualClock } from '../virtual-clock.double.ts';
import { echo, freePort, startRawServer, startServer, transportTo } from './http-server.double.ts';
import type { TestServer } from './http-server.double.ts';
import type { HttpTransport } from './http.ts';
import { TransportError } from './transport.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const never = new AbortController().signal;
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

const serve = async (handler: TestServer['handler']): Promise<TestServer> => {
  const server = await startServer(handler);
  closers.push(server.close);
  return server;
};
const connect = (...args: Parameters<typeof transportTo>) => {
  const made = transportTo(...args);
  closers.push(made.transport.close);
  return made;
};
const to = (server: { port: number }, more: Parameters<typeof transportTo>[0] = {}) =>
  connect({ encryption: 'none', port: server.port, ...more }).transport;

const failure = async (promise: Promise<unknown>): Promise<TransportError> => {
  const error = await promise.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof TransportError)) throw error;
  return error;
};
const sendFailure = (transport: HttpTransport): Promise<TransportError> =>
  failure(transport.send(Buffer.from('x'), never));

describe('sending', () => {
  test('an envelope goes in a frame and what comes back is given as it came', async () => {
    const server = await serve(echo);
    const sent = await to(server).send(Buffer.from('envelope'), never);
    expect(sent.kind === 'answered' && sent.envelopes.map(text)).toEqual(['envelope']);
    expect(server.requests).toEqual([`POST ${paths.envelopesPath}`]);
  });

  test('calls share one connection', async () => {
    const server = await serve(echo);
    const transport = to(server);
    for (let n = 0; n < 5; n += 1) await transport.send(Buffer.from(`${n}`), never);
    expect(server.connections).toBe(1);
  });

  test('a connection that the server closed meanwhile costs nothing', async () => {
    const seen = new Set<unknown>();
    const server = await serve((request, response, body) => {
      if (seen.has(request.socket)) request.socket.destroy();
      else echo(request, response, body);
      seen.add(request.socket);
    });
    const transport = to(server);
    for (let n = 0; n < 3; n += 1) await transport.send(Buffer.from(`${n}`), never);
    expect(server.connections).toBe(3);
  });

  test('a tick goes and its answer comes', async () => {
    const server = await serve((_request, response, body) => {
      response.setHeader('content-type', paths.tickType);
      response.end(body.subarray(0, 34));
    });
    const answer = await to(server).tick(Buffer.alloc(50, 7), never);
    expect(answer).toHaveLength(34);
    expect(server.requests).toEqual([`POST ${paths.tickPath}`]);
  });

  test('without a server it says what to do', async () => {
    const error = await sendFailure(connect({ server: '' }).transport);
    expect(error).toMatchObject({ code: 'noServer', fault: 'path' });
    expect(error.remedy).toContain('Enter the server');
  });

  test('an aborted call is called off', async () => {
    const server = await serve(() => undefined);
    const controller = new AbortController();
    const call = to(server).send(Buffer.from('x'), controller.signal);
    server.handler = () => controller.abort();
    expect((await failure(call)).code).toBe('stopped');
  });
});

describe('what is no answer of a CM Server is no success', () => {
  test.each([
    ['a sign-in page with status 200', 200, { 'content-type': 'text/html' }, '<h1>Welcome</h1>', 'webPage'],
    ['a redirect to a sign-in page', 302, { location: 'http://hotel.example/login' }, '', 'webPage'],
    ['status 511', 511, { 'content-type': 'text/html' }, '<p>', 'webPage'],
    ['JSON with status 200', 200, { 'content-type': 'application/json' }, '{"ok":true}', 'badAnswer'],
    ['nothing with status 204', 204, {}, '', 'unexpectedStatus'],
    [
      'frames that do not add up',
      200,
      { 'content-type': paths.envelopesType },
      '\u0000\u0000\u0001\u0000x',
      'badAnswer',
    ],
    ['another program', 404, {}, 'not here', 'notCmServer'],
    ['a refusal of this computer', 403, { 'content-type': 'text/plain' }, 'unknown signer', 'forbidden'],
    ['a fault of the server', 500, {}, '', 'serverError'],
    ['a message that is too large for it', 413, {}, '', 'tooLarge'],
    ['a proxy that asks for a password', 407, {}, '', 'proxyPassword'],
  ] as const)('%s', async (_name, status, headers, body, code) => {
    const server = await serve((_request, response) => {
      response.writeHead(status, headers);
      response.end(body);
    });
    expect((await sendFailure(to(server))).code).toBe(code);
    expect(server.requests).toHaveLength(1);
  });

  test("the server's own words are told, on one line and not too many", async () => {
    const server = await serve((_request, response) => {
      response.writeHead(403, { 'content-type': 'text/plain' });
      response.end(`unknown\r\n\u001B[31msigner${' x'.repeat(5000)}`);
    });
    const { message } = await sendFailure(to(server));
    expect(message).toContain('status 403: unknown [31msigner x');
    expect(message.length).toBeLessThan(400);
  });

  test('Retry-After in seconds and as a date', async () => {
    const clock = createVirtualClock(Date.UTC(2026, 0, 1));
    let after = '120';
    const server = await serve((_request, response) => {
      response.writeHead(503, { 'retry-after': after });
      response.end();
    });
    const { transport } = connect({ encryption: 'none', port: server.port }, { clock });
    expect(await sendFailure(transport)).toMatchObject({ code: 'busy', retryAfter: 120_000 });
    after = new Date(clock.now() + 60_000).toUTCString();
    expect(await sendFailure(transport)).toMatchObject({ retryAfter: 60_000 });
    after = 'soon';
    expect((await sendFailure(transport)).retryAfter).toBeUndefined();
  });
});

describe('servers that misbehave', () => {
  test('an answer that is announced too large, or grows too large, is broken off', async () => {
    const announced = await serve((_request, response) => {
      response.writeHead(200, {
        'content-type': paths.envelopesType,
        'content-length': String(limits.requestBytes * 2),
      });
      response.write('x');
    });
    expect((await sendFailure(to(announced))).code).toBe('answerTooLarge');
    const endless = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': paths.envelopesType });
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    const before = process.memoryUsage().arrayBuffers;
    expect((await sendFailure(to(endless))).code).toBe('answerTooLarge');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * 1024 * 1024);
  });

  test('a packed answer is not unpacked', async () => {
    const server = await serve((request, response) => {
      expect(request.headers['accept-encoding']).toBe('identity');
      response.writeHead(200, { 'content-type': paths.envelopesType, 'content-encoding': 'gzip' });
      response.end(gzipSync(Buffer.alloc(10_000_000)));
    });
    expect((await sendFailure(to(server))).code).toBe('badAnswer');
  });

  const serveRaw = async (...args: Parameters<typeof startRawServer>): Promise<{ port: number }> => {
    const server = await startRawServer(...args);
    closers.push(server.close);
    return server;
  };

  /** Sends a start and then one byte after the other for ever. */
  const trickle = (start: string): Promise<{ port: number }> =>
    serveRaw((socket) => {
      socket.once('data', () => socket.write(start));
      const timer = setInterval(() => socket.write('x'), 20);
      socket.on('close', () => clearInterval(timer));
    });

  test.each([
    ['headers', 'HTTP/1.1 200 OK\r\nx-slow: '],
    ['a body', `HTTP/1.1 200 OK\r\ncontent-type: ${paths.envelopesType}\r\n\r\n`],
  ])('one that sends %s byte by byte meets the deadline', async (_name, start) => {
    const transport = to(await trickle(start), { timeoutS: 0.3 });
    const startedAt = performance.now();
    expect((await sendFailure(transport)).code).toBe('timeout');
    expect(performance.now() - startedAt).toBeLessThan(3000);
  });

  test('one that says nothing meets the deadline', async () => {
    const server = await serve(() => undefined);
    expect((await sendFailure(to(server, { timeoutS: 0.3 }))).code).toBe('timeout');
  });

  test('one that hangs up', async () => {
    const server = await serve((request) => request.socket.destroy());
    expect((await sendFailure(to(server))).code).toBe('reset');
  });

  test('one that does not speak HTTP', async () => {
    const server = await serveRaw((socket) => socket.end('220 mail.example ESMTP\r\n'));
    expect((await sendFailure(to(server))).code).toBe('badAnswer');
  });
});

describe('ports', () => {
  test('the alternative port is used while the standard one does not connect, and given back later', async () => {
    const clock = createVirtualClock(0);
    const port = await freePort();
    const other = await serve(echo);
    const { transport, settings, lines } = connect(
      { encryption: 'none', port, alternativePort: other.port },
      { clock },
    );
    await transport.send(Buffer.from('1'), never);
    await transport.send(Buffer.from('2'), never);
    expect(other.requests).toHaveLength(2);
    expect(lines.filter((line) => line.includes('is used'))).toHaveLength(1);
    const standard = await serve(echo);
    settings.port = standard.port;
    await transport.send(Buffer.from('3'), never);
    expect(standard.requests).toHaveLength(0);
    await clock.advance(11 * 60_000);
    await transport.send(Buffer.from('4'), never);
    expect(standard.requests).toHaveLength(1);
  });

  test('a server that answers wrongly is not left for the other port', async () => {
    const standard = await serve((_request, response) => response.writeHead(500).end());
    const other = await serve(echo);
    expect((await sendFailure(to(standard, { alternativePort: other.port }))).code).toBe('serverError');
    expect(other.requests).toEqual([]);
  });

  test('where nothing connects, the standard port is what is told', async () => {
    const [port, alternativePort] = [await freePort(), await freePort()];
    const error = await sendFailure(to({ port }, { alternativePort }));
    expect(error).toMatchObject({ code: 'refused', fault: 'transient' });
    expect(error.message).toContain(String(port));
  });

  test('a name that does not exist', async () => {
    const error = await sendFailure(to({ port: 80 }, { server: 'no-such-host.invalid' }));
    expect(['nameNotFound', 'nameService']).toContain(error.code);
  });
});

describe('receiving', () => {
  const frames = (count: number): Buffer[] =>
    Array.from({ length: count }, (_, n) => Buffer.from(`command ${n}`));

  const receive = (
    transport: HttpTransport,
    deliver: (envelope: string) => Promise<void> = async () => undefined,
  ) => {
    const controller = new AbortController();
    const delivered: string[] = [];
    const run = transport.run(async (envelope) => {
      await deliver(text(envelope));
      delivered.push(text(envelope));
    }, controller.signal);
    closers.push(async () => {
      controller.abort();
      await run.catch(() => undefined);
    });
    return { delivered, run, controller };
  };

  test('each wake fetches once and delivers what comes; wakes during a look are one more look', async () => {
    let looks = 0;
    const answered: (() => void)[] = [];
    const server = await serve((_request, response, body) => {
      expect(splitFrames(body).map(text)).toEqual(['fetch']);
      looks += 1;
      answered.push(() => response.setHeader('content-type', paths.envelopesType).end(joinFrames(frames(2))));
      if (looks === 1) for (let n = 0; n < 5; n += 1) transport.wake();
      answered.at(-1)?.();
    });
    const transport = to(server);
    const { delivered } = receive(transport);
    transport.wake();
    await expect.poll(() => delivered.length).toBe(4);
    expect(looks).toBe(2);
  });

  test('a full answer is followed by another question', async () => {
    let looks = 0;
    const server = await serve((_request, response) => {
      looks += 1;
      response.setHeader('content-type', paths.envelopesType);
      response.end(joinFrames(frames(looks === 1 ? limits.commandsPerFetch : 3)));
    });
    const transport = to(server);
    const { delivered } = receive(transport);
    transport.wake();
    await expect.poll(() => delivered.length).toBe(limits.commandsPerFetch + 3);
  });

  test('a look that failed is made again when it is started anew', async () => {
    const server = await serve((_request, response) => response.writeHead(500).end());
    const transport = to(server);
    const first = receive(transport);
    transport.wake();
    expect((await failure(first.run)).code).toBe('serverError');
    server.handler = (_request, response) =>
      response.setHeader('content-type', paths.envelopesType).end(joinFrames(frames(1)));
    const second = receive(transport);
    await expect.poll(() => second.delivered).toEqual(['command 0']);
  });

  test('an envelope that could not be kept breaks the run', async () => {
    const server = await serve((_request, response) =>
      response.setHeader('content-type', paths.envelopesType).end(joinFrames(frames(2))),
    );
    const transport = to(server);
    const { run, delivered } = receive(transport, () => Promise.reject(new Error('disk full')));
    transport.wake();
    await expect(run).rejects.toThrow('disk full');
    expect(delivered).toEqual([]);
  });

  test('nothing is asked before registration', async () => {
    const server = await serve(echo);
    const { transport } = connect(
      { encryption: 'none', port: server.port },
      { fetchEnvelope: async () => undefined },
    );
    const { controller, run } = receive(transport);
    transport.wake();
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    await run;
    expect(server.requests).toEqual([]);
  });
});

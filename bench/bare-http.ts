// The peer of tick-intake: a bare node:http server that reads a body and answers as many bytes as a tick's answer has.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tickAnswerBytes } from '#shared/protocol/tick.ts';

const answer = Buffer.alloc(tickAnswerBytes);
const headers = { 'content-type': 'application/octet-stream', 'content-length': String(answer.length) };
const server = http.createServer((request, response) => {
  request.on('data', () => undefined);
  request.on('end', () => response.writeHead(200, headers).end(answer));
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ addresses: [`http://127.0.0.1:${port}`] });
});

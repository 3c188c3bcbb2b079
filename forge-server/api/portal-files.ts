import { stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Sent with every answer: pages run nothing but their own files, and no other site may hold them in a frame. */
export const securityHeaders = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

const notBuilt = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>CM Portal</title>
<h1>The pages of the CM Portal have not been built</h1>
<p>Run <code>npm run build</code> in the project's folder, then load this page again. The server itself works.</p>
</html>
`;

/**
 * Serves the Portal's pages from the folder that they were built into. An address that is no file and looks like none
 * is a place within the Portal and gets its one page.
 */
export async function servePortalFiles(scope: FastifyInstance, folder: string): Promise<void> {
  await scope.register(fastifyStatic, { serve: false, root: folder });

  scope.get<{ Params: { '*': string } }>('/*', async (request, reply) => {
    const path = request.params['*'];
    if (await isFileIn(folder, path)) return sendFile(reply, path);
    if (isNoPlace(path)) return reply.code(404).type('text/plain').send('There is no such file.\n');
    if (await isFileIn(folder, 'index.html')) return sendFile(reply, 'index.html');
    return reply.code(503).type('text/html').send(notBuilt);
  });
}

function sendFile(reply: FastifyReply, path: string): FastifyReply {
  // The build puts a hash of the content into the names of assets.
  const lasting = path.startsWith('assets/');
  return reply.sendFile(path, lasting ? { maxAge: '365d', immutable: true } : { maxAge: 0 });
}

async function isFileIn(folder: string, path: string): Promise<boolean> {
  const full = join(folder, path);
  if (path.includes('\0') || !full.startsWith(folder + sep)) return false;
  try {
    return (await stat(full)).isFile();
  } catch {
    return false;
  }
}

// A computer that asks for what is not there must not get a page for an answer.
function isNoPlace(path: string): boolean {
  return path.startsWith('cm/') || path.startsWith('assets/') || /\.[a-z0-9]+$/i.test(path);
}

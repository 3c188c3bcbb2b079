import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** Where every page of ours lives; nothing else is shown in a window. */
export const pageOrigin = 'app://c-monitor';

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

const headers = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-cache',
};

/** True for an address of one of our own pages. */
export const isOwnPage = (url: string): boolean => url.startsWith(`${pageOrigin}/`);

/** The file that an address of a page or its parts stands for; nothing when it is outside of the folder. */
export const fileOf = (url: string, folder: string): string | undefined => {
  if (!isOwnPage(url)) return undefined;
  try {
    const { pathname } = new URL(url);
    const file = path.join(folder, decodeURIComponent(pathname));
    return file.startsWith(folder + path.sep) && !file.includes('\0') ? file : undefined;
  } catch {
    return undefined;
  }
};

/** Answers a request of a page with a file of the folder, under a policy that lets it run and load nothing else. */
export const answerWithFile = async (url: string, folder: string): Promise<Response> => {
  const file = fileOf(url, folder);
  const contentType = contentTypes[path.extname(file ?? '')];
  if (file === undefined || contentType === undefined) return new Response(null, { status: 404 });
  try {
    return new Response(await readFile(file), { headers: { ...headers, 'content-type': contentType } });
  } catch {
    return new Response(null, { status: 404 });
  }
};

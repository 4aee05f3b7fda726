import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { guiHeaders } from './security-headers.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

/** The built GUI: its files, and its page for every other address, since the GUI knows its own addresses. */
export function createStaticFiles(folder: string): (path: string) => Promise<Response> {
  return async (path) => {
    const file = await readInside(folder, path === '/' ? '/index.html' : path);
    if (file !== undefined) return respond(file, path === '/' ? '/index.html' : path);
    if (extname(path) !== '') return new Response('Not found\n', { status: 404, headers: guiHeaders });
    const page = await readInside(folder, '/index.html');
    return page === undefined ? notBuilt() : respond(page, '/index.html');
  };
}

async function readInside(folder: string, path: string): Promise<Uint8Array | undefined> {
  const type = contentTypes[extname(path)];
  const relative = normalize(path);
  if (type === undefined || relative.includes('..') || relative.includes('\0')) return undefined;
  return readFile(join(folder, relative)).catch(() => undefined);
}

function respond(bytes: Uint8Array, path: string): Response {
  // Names under /assets change with their content.
  const caching = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  return new Response(Buffer.from(bytes), {
    headers: {
      ...guiHeaders,
      'content-type': contentTypes[extname(path)] ?? 'application/octet-stream',
      'cache-control': caching,
    },
  });
}

function notBuilt(): Response {
  return new Response('The GUI is not built. In a clone, "npm start" builds it.\n', {
    status: 503,
    headers: { ...guiHeaders, 'content-type': 'text/plain; charset=utf-8' },
  });
}

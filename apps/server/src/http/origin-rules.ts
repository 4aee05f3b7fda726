import { apiPrefix, changeHeader } from '@daybook/api-contract';
import { RequestRefusal } from './problem.ts';

/** The names under which this server may be called, such as `127.0.0.1:4310`. */
export function allowedHosts(host: string, port: number): ReadonlySet<string> {
  const names = new Set(['127.0.0.1', 'localhost', '[::1]', host.includes(':') ? `[${host}]` : host]);
  return new Set([...names].map((name) => `${name}:${port}`));
}

/**
 * Refuses what a page of another origin could have made a browser send: a name that was rebound to this machine, a
 * foreign origin, or a change without the header that only scripts of our own origin may set.
 * @throws {RequestRefusal}
 */
export function checkOrigin(request: Request, hosts: ReadonlySet<string>): void {
  const { host: named, pathname } = new URL(request.url);
  // A request made within this process has an address and no header; one over a socket may name two hosts.
  for (const host of [request.headers.get('host') ?? named, named]) {
    if (hosts.has(host.toLowerCase())) continue;
    throw new RequestRefusal(
      403,
      'request.host',
      `This server is not called "${host}"; use http://127.0.0.1 and its port.`,
    );
  }
  const origin = request.headers.get('origin');
  if (origin !== null && !isOwnOrigin(origin, hosts)) {
    throw new RequestRefusal(403, 'request.origin', `Pages of "${origin}" may not use this server.`);
  }
  // Links of other sites, such as those in a mail, may open the GUI; its data it asks for itself.
  const isForeign = ['cross-site', 'same-site'].includes(request.headers.get('sec-fetch-site') ?? '');
  if (isForeign && (request.method !== 'GET' || pathname.startsWith(`${apiPrefix}/`))) {
    throw new RequestRefusal(403, 'request.origin', 'Another site may not read or change anything here.');
  }
}

/**
 * What every change must carry.
 * @throws {RequestRefusal}
 */
export function checkChangeHeaders(request: Request): void {
  if (request.headers.get(changeHeader.name) !== changeHeader.value) {
    throw new RequestRefusal(
      403,
      'request.header-missing',
      `A change needs the header "${changeHeader.name}: ${changeHeader.value}".`,
    );
  }
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new RequestRefusal(415, 'request.media-type', 'A change needs "Content-Type: application/json".');
  }
}

function isOwnOrigin(origin: string, hosts: ReadonlySet<string>): boolean {
  return origin.startsWith('http://') && hosts.has(origin.slice('http://'.length).toLowerCase());
}

/** Where a Daybook server listens unless it was told otherwise. */
export const DEFAULT_ADDRESS = 'http://127.0.0.1:4310';

export type ServerAddress =
  | { readonly kind: 'address' /** Without a slash at its end. */; readonly baseUrl: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** Reads the address of a server. The token goes there, so it is plain HTTP only within this machine. */
export function parseServerAddress(text: string): ServerAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return refuse('it is not a URL');
  if (url.username !== '' || url.password !== '') {
    return refuse('it holds a user name or password; the token belongs into DAYBOOK_TOKEN');
  }
  if (url.search !== '' || url.hash !== '') return refuse('it has a query or fragment');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refuse('it is neither http nor https');
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return refuse('plain http would show the token to the network; use https, or a server on this machine');
  }
  return { kind: 'address', baseUrl: url.href.replace(/\/+$/, '') };
}

function isLoopback(host: string): boolean {
  // The URL parser has written every spelling of an IPv4 address as four decimal numbers.
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

function refuse(reason: string): ServerAddress {
  return { kind: 'refused', reason };
}

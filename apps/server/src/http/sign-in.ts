import type { Tokens } from '@daybook/guardrails';
import { scopes } from '@daybook/api-contract';
import { sessionCookie } from './caller.ts';
import { guiHeaders } from './security-headers.ts';

const linkLifetimeMs = 10 * 60_000;
const sessionLifetimeMs = 30 * 86_400_000;
const linkName = 'sign-in link';

/** Makes a link that signs a browser in, once, within ten minutes. */
export async function createSignInLink(tokens: Tokens, base: string): Promise<string> {
  // The code itself opens nothing: it holds no scope.
  const { token } = await tokens.issue({
    kind: 'session',
    name: linkName,
    scopes: [],
    lifetimeMs: linkLifetimeMs,
  });
  return `${base}/sign-in?code=${token}`;
}

/** Turns the code of a sign-in link into a session, and shows the GUI. */
export async function signIn(tokens: Tokens, code: string): Promise<Response> {
  const found = await tokens.authenticate(code);
  // An agent may have been given a token of that very name.
  const isLink = found?.kind === 'session' && found.name === linkName && found.scopes.length === 0;
  // Revoking says whether it was there: of two browsers with the same link, one gets in.
  if (!isLink || !(await tokens.revoke(found.tokenId))) return refused();
  const { token } = await tokens.issue({
    kind: 'session',
    name: 'gui',
    scopes: [...scopes],
    lifetimeMs: sessionLifetimeMs,
  });
  const cookie = `${sessionCookie}=${token}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${sessionLifetimeMs / 1000}`;
  return new Response(null, {
    status: 303,
    headers: { ...guiHeaders, location: '/', 'set-cookie': cookie, 'cache-control': 'no-store' },
  });
}

function refused(): Response {
  const text =
    'This sign-in link was used before, or is older than ten minutes.\n\nGet a new one: run "daybook serve" (or "npm start") again.\n';
  return new Response(text, {
    status: 403,
    headers: { ...guiHeaders, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });
}

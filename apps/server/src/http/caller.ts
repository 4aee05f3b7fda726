import type { Authenticated, Tokens } from '@daybook/guardrails';
import type { Scope } from '@daybook/api-contract';
import { RequestRefusal } from './problem.ts';

/** Who makes a request. */
export type Caller = Authenticated;

export const sessionCookie = 'daybook_session';

/**
 * Finds out who is asking, by bearer token or session cookie, and whether they may.
 * @throws {RequestRefusal} 401 without a valid token; 403 when it lacks the scope.
 */
export async function authenticate(request: Request, tokens: Tokens, scope: Scope): Promise<Caller> {
  const token = bearerToken(request) ?? cookieToken(request);
  const caller = token === undefined ? undefined : await tokens.authenticate(token);
  if (caller === undefined) {
    throw new RequestRefusal(
      401,
      'request.unauthorized',
      'This needs a token, or a signed-in session. Open the sign-in link that "daybook serve" prints, or make a token with "daybook token create".',
    );
  }
  if (!caller.scopes.includes(scope)) {
    throw new RequestRefusal(
      403,
      'request.forbidden',
      `This needs the scope "${scope}", and "${caller.name}" holds ${caller.scopes.join(', ') || 'none'}. A person does it in the GUI.`,
    );
  }
  return caller;
}

/** The session token that a browser holds. */
function cookieToken(request: Request): string | undefined {
  const cookies = (request.headers.get('cookie') ?? '').split(/;\s*/);
  const prefix = `${sessionCookie}=`;
  return cookies.find((cookie) => cookie.startsWith(prefix))?.slice(prefix.length);
}

function bearerToken(request: Request): string | undefined {
  const header = request.headers.get('authorization');
  if (header === null) return undefined;
  const [, token] = /^Bearer +([^\s]+)$/i.exec(header) ?? [];
  return token ?? '';
}

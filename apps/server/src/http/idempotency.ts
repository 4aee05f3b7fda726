import { type Clock, sha256, toJson } from '@daybook/kernel';
import type { IdempotencyStore } from '@daybook/persistence';
import type { Caller } from './caller.ts';
import { RequestRefusal } from './problem.ts';
import { guiHeaders } from './security-headers.ts';

export interface IdempotencyPorts {
  readonly store: IdempotencyStore;
  readonly clock: Clock;
}

interface Change {
  readonly request: Request;
  /** Whether the answer holds a secret that is shown once and kept nowhere. */
  readonly isSecret: boolean;
  readonly caller: Caller;
  readonly bodyText: string;
}

/**
 * Answers a change that was made before with the answer of then, when both carry the same `Idempotency-Key`. Only what
 * succeeded is kept: what was refused may be tried again.
 * @throws {RequestRefusal} 409 when the key came with another request, or that request is still under way; 422 for a key
 *   that is too long.
 */
export async function onlyOnce(
  { store, clock }: IdempotencyPorts,
  { request, isSecret, caller, bodyText }: Change,
  work: () => Promise<Response>,
): Promise<Response> {
  const key = request.headers.get('idempotency-key');
  if (key === null || request.method === 'GET') return work();
  if (key === '' || key.length > 200) {
    throw new RequestRefusal(422, 'request.idempotency-key', 'Idempotency-Key has 1 to 200 characters.');
  }
  const { tokenId } = caller;
  const route = `${request.method} ${new URL(request.url).pathname}`;
  const found = await store.begin({ key, tokenId, route, bodySha256: sha256(bodyText), at: clock.now() });
  if (found.kind === 'conflict') {
    throw new RequestRefusal(
      409,
      'request.idempotency-key',
      'This Idempotency-Key was used for another request.',
    );
  }
  if (found.kind === 'in-progress') {
    throw new RequestRefusal(409, 'request.in-progress', 'The same request is still under way.');
  }
  if (found.kind === 'repeat' && isSecret) {
    throw new RequestRefusal(
      409,
      'request.done',
      'This request was carried out before, and its secret was shown then.',
    );
  }
  if (found.kind === 'repeat') {
    const headers = { ...guiHeaders, 'content-type': 'application/json', 'idempotent-replay': 'true' };
    const body = found.body === null ? null : JSON.stringify(found.body);
    return new Response(body, { status: found.status, headers });
  }
  try {
    const response = await work();
    const text = isSecret ? '' : await response.clone().text();
    const body = text === '' ? null : toJson(JSON.parse(text));
    await store.finish({ key, tokenId, status: response.status, body });
    return response;
  } catch (cause) {
    await store.abandon(key, tokenId);
    throw cause;
  }
}

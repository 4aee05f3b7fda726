import { type Instant, type JsonValue, type Sha256, toEpochMs, toInstant } from '@daybook/kernel';
import type { Database } from './database.ts';
import type { IdempotencyTable } from './internal-tables.ts';
import { fromStoredJson, toStoredJson } from './stored-json.ts';
import type { WriteTransaction } from './transaction.ts';

/** A call that must have its effect once, however often it comes. */
export interface IdempotentCall {
  /** The caller's own name for it; each token has names of its own. */
  readonly key: string;
  readonly tokenId: string;
  /** Method and path. */
  readonly route: string;
  readonly bodySha256: Sha256;
  readonly at: Instant;
}

/** Whether a call is to be carried out. */
export type CallStanding =
  /** It is, and the caller says with `finish` or `abandon` what came of it. */
  | { readonly kind: 'new' }
  /** It was; this was the answer. */
  | { readonly kind: 'repeat'; readonly status: number; readonly body: JsonValue }
  /** Another call has this key. */
  | { readonly kind: 'conflict' }
  /** It is being carried out, or was interrupted. */
  | { readonly kind: 'in-progress' };

/** What a call answered. */
export interface CallAnswer {
  readonly key: string;
  readonly tokenId: string;
  /** Of HTTP. */
  readonly status: number;
  /** Kept for a day, so it must hold no secret. */
  readonly body: JsonValue;
}

/** Where calls and their answers are kept for 24 hours. */
export interface IdempotencyStore {
  /** Takes the key, or tells what is known of it. Forgets what is older than 24 hours at `call.at`. */
  begin(call: IdempotentCall): Promise<CallStanding>;
  /** Keeps the answer; without effect when the call is not under way. */
  finish(answer: CallAnswer): Promise<void>;
  /** Gives the key back after a call without effect; without effect itself when the call is not under way. */
  abandon(key: string, tokenId: string): Promise<void>;
}

const keptMs = 24 * 60 * 60 * 1000;

/** The calls in the encrypted database. */
export function createIdempotencyStore(database: Database): IdempotencyStore {
  return {
    begin: (call) => database.write((transaction) => begin(transaction, call)),
    async finish({ key, tokenId, status, body }) {
      const answer = { status, body: toStoredJson(body) };
      await database.write(({ queries }) =>
        queries
          .updateTable('idempotency')
          .set(answer)
          .where('token_id', '=', tokenId)
          .where('key', '=', key)
          .where('status', 'is', null)
          .execute(),
      );
    },
    async abandon(key, tokenId) {
      await database.write(({ queries }) =>
        queries
          .deleteFrom('idempotency')
          .where('token_id', '=', tokenId)
          .where('key', '=', key)
          .where('status', 'is', null)
          .execute(),
      );
    },
  };
}

async function begin({ queries }: WriteTransaction, call: IdempotentCall): Promise<CallStanding> {
  await queries
    .deleteFrom('idempotency')
    .where('created_at', '<', toInstant(toEpochMs(call.at) - keptMs))
    .execute();
  const stored = await queries
    .selectFrom('idempotency')
    .selectAll()
    .where('token_id', '=', call.tokenId)
    .where('key', '=', call.key)
    .executeTakeFirst();
  if (stored !== undefined) return toStanding(stored, call);
  await queries
    .insertInto('idempotency')
    .values({
      token_id: call.tokenId,
      key: call.key,
      route: call.route,
      body_sha256: call.bodySha256,
      created_at: call.at,
      status: null,
      body: null,
    })
    .execute();
  return { kind: 'new' };
}

function toStanding(stored: IdempotencyTable, { route, bodySha256 }: IdempotentCall): CallStanding {
  if (stored.route !== route || stored.body_sha256 !== bodySha256) return { kind: 'conflict' };
  const { status, body } = stored;
  if (status === null || body === null) return { kind: 'in-progress' };
  return { kind: 'repeat', status, body: fromStoredJson(body) };
}

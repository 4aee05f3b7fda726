import type { QuotaAnswer, QuotaRequest, QuotaStore } from '@daybook/guardrails';
import { toEpochMs, toInstant } from '@daybook/kernel';
import type { Database } from './database.ts';
import type { QuotasTable } from './internal-tables.ts';
import type { WriteTransaction } from './transaction.ts';

/** Token buckets in the encrypted database, in whole numbers, so that no rounding makes or loses a token. */
export function createQuotaStore(database: Database): QuotaStore {
  return { take: (request) => database.write((transaction) => take(transaction, request)) };
}

/** A bucket brought up to the present. */
interface Bucket {
  /** Parts of a token, `refillMs` of them to one: a millisecond adds `capacity` of these. */
  readonly level: bigint;
  /** The latest instant seen. */
  readonly seenMs: number;
}

async function take(transaction: WriteTransaction, request: QuotaRequest): Promise<QuotaAnswer> {
  const { queries } = transaction;
  const { bucket, capacity, refillMs, count, at } = request;
  const stored = await queries
    .selectFrom('quotas')
    .selectAll()
    .where('bucket', '=', bucket)
    .executeTakeFirst();
  const { level, seenMs } = filled(stored, request);
  const missing = BigInt(count) * BigInt(refillMs) - level;
  const left = missing > 0n ? level : -missing;
  await keep(transaction, {
    bucket,
    tokens: Number(left),
    refill_ms: refillMs,
    updated_at: toInstant(seenMs),
  });
  const remaining = Number(left / BigInt(refillMs));
  if (missing <= 0n) return { kind: 'taken', remaining };
  const waitMs = Number((missing + BigInt(capacity) - 1n) / BigInt(capacity));
  return { kind: 'exceeded', remaining, retryAfterMs: seenMs - toEpochMs(at) + waitMs };
}

function filled(stored: QuotasTable | undefined, { capacity, refillMs, at }: QuotaRequest): Bucket {
  const full = BigInt(capacity) * BigInt(refillMs);
  const atMs = toEpochMs(at);
  if (stored === undefined) return { level: full, seenMs: atMs };
  const storedMs = toEpochMs(stored.updated_at);
  const seenMs = Math.max(storedMs, atMs);
  // After a change of the setting the stored parts are of another size; rounding down mints nothing.
  const level = (BigInt(stored.tokens) * BigInt(refillMs)) / BigInt(stored.refill_ms);
  const now = level + BigInt(seenMs - storedMs) * BigInt(capacity);
  return { level: now < full ? now : full, seenMs };
}

async function keep({ queries }: WriteTransaction, row: QuotasTable): Promise<void> {
  const { bucket: _, ...values } = row;
  await queries
    .insertInto('quotas')
    .values(row)
    .onConflict((conflict) => conflict.column('bucket').doUpdateSet(values))
    .execute();
}

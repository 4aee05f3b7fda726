import { toEpochMs } from '@daybook/kernel';
import type { QuotaAnswer, QuotaRequest, QuotaStore } from '../quota-store.ts';

interface Bucket {
  /** Tokens times `refillMs`: a millisecond adds `capacity` of these, so that nothing is ever rounded. */
  readonly level: number;
  readonly refillMs: number;
  readonly seenMs: number;
}

/** Keeps token buckets in memory, by the rules that every quota store has. */
export function createMemoryQuotaStore(): QuotaStore {
  const buckets = new Map<string, Bucket>();
  return {
    async take(request) {
      const filled = fill(buckets.get(request.bucket), request);
      const needed = request.count * request.refillMs;
      if (filled.level < needed) return exceeded(filled, request, needed);
      const level = filled.level - needed;
      buckets.set(request.bucket, { ...filled, level });
      return { kind: 'taken', remaining: Math.floor(level / request.refillMs) };
    },
  };
}

function fill(bucket: Bucket | undefined, { capacity, refillMs, at }: QuotaRequest): Bucket {
  const atMs = toEpochMs(at);
  const full = capacity * refillMs;
  if (bucket === undefined) return { level: full, refillMs, seenMs: atMs };
  const level =
    bucket.refillMs === refillMs ? bucket.level : Math.floor((bucket.level / bucket.refillMs) * refillMs);
  const seenMs = Math.max(bucket.seenMs, atMs);
  return { level: Math.min(full, level + (seenMs - bucket.seenMs) * capacity), refillMs, seenMs };
}

function exceeded({ level, seenMs }: Bucket, request: QuotaRequest, needed: number): QuotaAnswer {
  const { refillMs, capacity, at } = request;
  const retryAfterMs = seenMs - toEpochMs(at) + Math.ceil((needed - level) / capacity);
  return { kind: 'exceeded', remaining: Math.floor(level / refillMs), retryAfterMs };
}

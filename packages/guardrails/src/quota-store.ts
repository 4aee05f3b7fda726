import type { Instant } from '@daybook/kernel';

/** Taking from a token bucket. */
export interface QuotaRequest {
  readonly bucket: string;
  /** Tokens in a full bucket. */
  readonly capacity: number;
  /** The time in which an empty bucket fills up, in milliseconds; it fills evenly. */
  readonly refillMs: number;
  /** Tokens to take, at least 1. */
  readonly count: number;
  readonly at: Instant;
}

/** What came of it. */
export type QuotaAnswer =
  | { readonly kind: 'taken'; readonly remaining: number }
  /** Nothing was taken; `retryAfterMs` from `at` on there are enough tokens, if nobody takes any before. */
  | { readonly kind: 'exceeded'; readonly remaining: number; readonly retryAfterMs: number };

/** Where token buckets are kept, so that a restart does not fill them. */
export interface QuotaStore {
  /**
   * Takes all tokens or none, atomically. A bucket that was never used is full. A clock that goes back neither fills nor
   * empties a bucket: time counts from the latest instant seen.
   */
  take(request: QuotaRequest): Promise<QuotaAnswer>;
}

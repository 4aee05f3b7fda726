import { type Clock, EngineError, toEpochMs, toInstant } from '@daybook/kernel';
import { defaultLimits, describeLimit, type Limits, type QuotaBucket } from './limits.ts';
import type { QuotaStore } from './quota-store.ts';

/** The limits, whoever asks and by whatever way. */
export interface Quotas {
  /**
   * Charges the bucket with `count` (default 1; 0 charges nothing), all or nothing.
   * @throws {EngineError} `quota.exceeded`, saying when it will be allowed, which is its advice too; advice `never` when
   *   `count` is more than the limit ever allows at once.
   */
  take(bucket: QuotaBucket, count?: number): Promise<void>;
}

export interface QuotasOptions {
  readonly store: QuotaStore;
  readonly clock: Clock;
  /** Asked at each charge, so that a changed setting holds at once. @default {@link defaultLimits} */
  readonly limits?: () => Promise<Limits>;
}

/** Quotas that are kept in the store. */
export function createQuotas({ store, clock, limits = async () => defaultLimits }: QuotasOptions): Quotas {
  return {
    async take(bucket, count = 1) {
      if (count === 0) return;
      const limit = (await limits())[bucket];
      const words = describeLimit(bucket, limit);
      const details = { bucket, limit: limit.capacity, per_seconds: limit.refillMs / 1000, asked: count };
      if (count > limit.capacity) {
        const message = `The limit is ${words}; ${count} at once are more than that ever allows. Ask for fewer.`;
        throw new EngineError('quota.exceeded', message, { details });
      }
      const at = clock.now();
      const answer = await store.take({ bucket, ...limit, count, at });
      if (answer.kind === 'taken') return;
      const allowedAt = toInstant(toEpochMs(at) + answer.retryAfterMs);
      const asked = count === 1 ? 'the next one is' : `${count} more are`;
      const message = `The limit of ${words} is reached; ${asked} allowed from ${allowedAt} on.`;
      throw new EngineError('quota.exceeded', message, {
        advice: { kind: 'after', ms: answer.retryAfterMs },
        details: { ...details, allowed_at: allowedAt },
      });
    },
  };
}

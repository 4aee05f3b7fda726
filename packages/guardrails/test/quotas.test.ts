import { createQuotas, defaultLimits, type QuotaBucket, quotaBuckets } from '@daybook/guardrails';
import { createMemoryQuotaStore } from '@daybook/guardrails/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createTurnedClock } from './example-guards.ts';

const contract: Readonly<Record<QuotaBucket, readonly [number, number]>> = {
  policies: [20, 86_400_000],
  runs: [60, 3_600_000],
  emails: [50, 86_400_000],
  sql: [100, 3_600_000],
};

describe('quotas', () => {
  it.each(quotaBuckets)('allow what the contract says: %s', async (bucket) => {
    const [capacity, refillMs] = contract[bucket];
    const clock = createTurnedClock();
    const quotas = createQuotas({ store: createMemoryQuotaStore(), clock });
    for (let count = 0; count < capacity; count += 1) await quotas.take(bucket);
    await expect(quotas.take(bucket)).rejects.toMatchObject({
      code: 'quota.exceeded',
      advice: { kind: 'after', ms: refillMs / capacity },
      details: { bucket, limit: capacity, per_seconds: refillMs / 1000 },
    });
    clock.turn(refillMs / capacity);
    await quotas.take(bucket);
  });

  it('say which limit is reached and until when', async () => {
    const quotas = createQuotas({ store: createMemoryQuotaStore(), clock: createTurnedClock() });
    await quotas.take('emails', 45);
    await expect(quotas.take('emails', 10)).rejects.toMatchObject({
      message:
        'The limit of 50 e-mails a day is reached; 10 more are allowed from 2021-01-04T23:24:00.000Z on.',
    });
    await quotas.take('emails', 5);
  });

  it('never promise what the limit never allows', async () => {
    const quotas = createQuotas({ store: createMemoryQuotaStore(), clock: createTurnedClock() });
    await expect(quotas.take('policies', 21)).rejects.toMatchObject({
      code: 'quota.exceeded',
      advice: { kind: 'never' },
    });
    await quotas.take('policies', 20);
  });

  it('charge nothing for nothing', async () => {
    const quotas = createQuotas({ store: createMemoryQuotaStore(), clock: createTurnedClock() });
    await quotas.take('emails', 50);
    await expect(quotas.take('emails', 0)).resolves.toBeUndefined();
  });

  it('follow a changed setting at once', async () => {
    const setting = { limits: { ...defaultLimits, sql: { capacity: 2, refillMs: 1000 } } };
    const limits = async () => setting.limits;
    const quotas = createQuotas({ store: createMemoryQuotaStore(), clock: createTurnedClock(), limits });
    await quotas.take('sql', 2);
    setting.limits = { ...defaultLimits, sql: { capacity: 1, refillMs: 1000 } };
    await expect(quotas.take('sql')).rejects.toMatchObject({
      message: expect.stringContaining('1 SQL queries in 1 seconds'),
    });
  });

  it('never give more than a full bucket and its refill, however the clock moves', async () => {
    const limit = { capacity: 5, refillMs: 5000 };
    const moves = fc.record({
      turn: fc.integer({ min: -3000, max: 3000 }),
      count: fc.integer({ min: 1, max: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(moves, { maxLength: 60 }), async (steps) => {
        const clock = createTurnedClock();
        const limits = async () => ({ ...defaultLimits, runs: limit });
        const quotas = createQuotas({ store: createMemoryQuotaStore(), clock, limits });
        let first: number | undefined;
        let latest = 0;
        let taken = 0;
        for (const { turn, count } of steps) {
          clock.turn(turn);
          latest = Math.max(latest, Date.parse(clock.now()));
          first ??= latest;
          taken += await quotas.take('runs', count).then(
            () => count,
            () => 0,
          );
          expect(taken).toBeLessThanOrEqual(limit.capacity + (latest - first) / 1000);
        }
      }),
      { numRuns: 150 },
    );
  });
});

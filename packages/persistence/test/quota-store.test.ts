import type { QuotaRequest } from '@daybook/guardrails';
import { createMemoryQuotaStore } from '@daybook/guardrails/testing';
import { toInstant } from '@daybook/kernel';
import { createQuotaStore } from '@daybook/persistence';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();
const hourMs = 3_600_000;

afterAll(() => databases.dispose());

describe('createQuotaStore', () => {
  it('is not filled by a restart', async () => {
    const first = await databases.open();
    await createQuotaStore(first).take(request({ count: 60 }));
    await first.close();
    const second = await databases.open(first.file);
    expect(await createQuotaStore(second).take(request({ ms: 59_999 }))).toEqual({
      kind: 'exceeded',
      remaining: 0,
      retryAfterMs: 1,
    });
  });

  it('remembers the latest instant also of a refused request', async () => {
    const store = createQuotaStore(await databases.open());
    await store.take(request({ count: 60 }));
    await store.take(request({ count: 60, ms: 30_000 }));
    expect(await store.take(request({ ms: 0 }))).toEqual({
      kind: 'exceeded',
      remaining: 0,
      retryAfterMs: 60_000,
    });
  });

  it('keeps what is in a bucket when its limit changes', async () => {
    const store = createQuotaStore(await databases.open());
    await store.take(request({ count: 50 }));
    expect(await store.take(request({ capacity: 120, refillMs: 24 * hourMs }))).toEqual({
      kind: 'taken',
      remaining: 9,
    });
    expect(await store.take(request({ capacity: 5 }))).toEqual({ kind: 'taken', remaining: 4 });
  });

  it('never gives away more than a full bucket and what flowed in', async () => {
    const store = createQuotaStore(await databases.open());
    let buckets = 0;
    const asked = fc.record({ count: fc.integer({ min: 1, max: 5 }), ms: fc.integer({ min: 0, max: 5000 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 4001 }),
        fc.array(asked, { maxLength: 12 }),
        async (capacity, refillMs, requests) => {
          const bucket = `bucket ${(buckets += 1)}`;
          let taken = 0;
          for (const { count, ms } of requests) {
            const answer = await store.take(request({ bucket, capacity, refillMs, count, ms }));
            if (answer.kind === 'taken') taken += count;
          }
          const latest = Math.max(0, ...requests.map(({ ms }) => ms));
          const first = requests[0]?.ms ?? 0;
          expect(taken).toBeLessThanOrEqual(
            capacity + ((latest - Math.min(first, latest)) * capacity) / refillMs,
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it('answers like the store in memory while the clock goes on', async () => {
    const store = createQuotaStore(await databases.open());
    const memory = createMemoryQuotaStore();
    let now = 0;
    for (const [count, waited] of [
      [7, 0],
      [3, 77],
      [1, 1],
      [9, 450],
      [2, 13],
      [5, 999],
      [4, 3],
    ] as const) {
      now += waited;
      const asked = request({ capacity: 9, refillMs: 1013, count, ms: now });
      expect(await store.take(asked)).toEqual(await memory.take(asked));
    }
  });
});

function request({ ms = 0, ...given }: Partial<QuotaRequest> & { readonly ms?: number }): QuotaRequest {
  const at = toInstant(Date.UTC(2021, 0, 4, 21) + ms);
  return { bucket: 'runs', capacity: 60, refillMs: hourMs, count: 1, ...given, at };
}

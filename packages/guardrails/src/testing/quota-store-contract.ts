import { type Instant, toInstant } from '@daybook/kernel';
import type { QuotaAnswer, QuotaRequest, QuotaStore } from '../quota-store.ts';
import type { ContractTools } from './contract-tools.ts';

/** What every quota store must do. `create` gives an empty one. */
export function quotaStoreContract(tools: ContractTools, create: () => Promise<QuotaStore>): void {
  takingContract(tools, create);
  refillContract(tools, create);
}

function takingContract({ describe, it, expect }: ContractTools, create: () => Promise<QuotaStore>): void {
  describe('taking tokens', () => {
    it('finds a bucket full that was never used', async () => {
      const store = await create();
      expect(await store.take(request({ count: 4 }))).toEqual({ kind: 'taken', remaining: 0 });
    });

    it('counts down to nothing', async () => {
      const store = await create();
      const answers: QuotaAnswer[] = [];
      for (let taken = 0; taken < 4; taken += 1) answers.push(await store.take(request({})));
      expect(answers.map(({ kind, remaining }) => [kind, remaining])).toEqual([
        ['taken', 3],
        ['taken', 2],
        ['taken', 1],
        ['taken', 0],
      ]);
      expect(await store.take(request({}))).toEqual({
        kind: 'exceeded',
        remaining: 0,
        retryAfterMs: 1000,
      });
    });

    it('takes all tokens or none', async () => {
      const store = await create();
      await store.take(request({ count: 2 }));
      expect(await store.take(request({ count: 3 }))).toMatchObject({ kind: 'exceeded', remaining: 2 });
      expect(await store.take(request({ count: 2 }))).toEqual({ kind: 'taken', remaining: 0 });
    });

    it('keeps buckets apart', async () => {
      const store = await create();
      await store.take(request({ count: 4 }));
      expect(await store.take(request({ bucket: 'emails', count: 4 }))).toMatchObject({ kind: 'taken' });
    });

    it('gives away no more than there is to requests side by side', async () => {
      const store = await create();
      const answers = await Promise.all(Array.from({ length: 12 }, () => store.take(request({}))));
      expect(answers.filter(({ kind }) => kind === 'taken')).toHaveLength(4);
    });
  });
}

function refillContract({ describe, it, expect }: ContractTools, create: () => Promise<QuotaStore>): void {
  describe('refilling a bucket', () => {
    it('fills evenly, never above its capacity', async () => {
      const store = await create();
      await store.take(request({ count: 4 }));
      expect(await store.take(request({ ms: 2500 }))).toEqual({ kind: 'taken', remaining: 1 });
      expect(await store.take(request({ ms: 1_000_000, count: 4 }))).toEqual({ kind: 'taken', remaining: 0 });
    });

    it('keeps its promise of when there will be enough', async () => {
      const store = await create();
      await store.take(request({ count: 4, ms: 10 }));
      const ms = 10 + retryAfter(await store.take(request({ count: 3, ms: 10 })));
      expect(ms).toBe(3010);
      expect(await store.take(request({ count: 3, ms: ms - 1 }))).toMatchObject({ kind: 'exceeded' });
      expect(await store.take(request({ count: 3, ms }))).toMatchObject({ kind: 'taken' });
    });

    it('keeps its promise where tokens take an odd time', async () => {
      const store = await create();
      const odd = { capacity: 7, refillMs: 86_400_001 };
      await store.take(request({ ...odd, count: 7 }));
      const ms = retryAfter(await store.take(request({ ...odd })));
      expect(ms).toBeLessThanOrEqual(12_342_859);
      expect(await store.take(request({ ...odd, ms: ms - 2 }))).toMatchObject({ kind: 'exceeded' });
      expect(await store.take(request({ ...odd, ms }))).toMatchObject({ kind: 'taken', remaining: 0 });
    });

    it('fills a slow bucket that is asked all the time', async () => {
      const store = await create();
      const slow = { capacity: 1, refillMs: 3_600_000 };
      await store.take(request({ ...slow }));
      for (let ms = 1; ms <= 30; ms += 1) {
        const answer = await store.take(request({ ...slow, ms }));
        // A store may count in thousandths of a token, rounding against the one who asks.
        expect(ms + retryAfter(answer)).toBeGreaterThanOrEqual(3_600_000);
        expect(ms + retryAfter(answer)).toBeLessThanOrEqual(3_603_600);
      }
      expect(await store.take(request({ ...slow, ms: 3_600_000 }))).toMatchObject({ kind: 'taken' });
    });

    it('is neither filled nor emptied by a clock that goes back', async () => {
      const store = await create();
      await store.take(request({ count: 3, ms: 60_000 }));
      expect(await store.take(request({ ms: 0 }))).toEqual({ kind: 'taken', remaining: 0 });
      expect(await store.take(request({ ms: 60_000 }))).toMatchObject({ kind: 'exceeded' });
    });

    it('gives nothing for going back and forth', async () => {
      const store = await create();
      await store.take(request({ count: 4, ms: 60_000 }));
      for (const ms of [0, 60_000, 30_000, 60_000, 59_999, 60_000]) {
        expect(await store.take(request({ ms }))).toMatchObject({ kind: 'exceeded', remaining: 0 });
      }
    });

    it('counts the wait from an instant before the latest one', async () => {
      const store = await create();
      await store.take(request({ count: 4, ms: 60_000 }));
      expect(retryAfter(await store.take(request({ ms: 50_000 })))).toBe(11_000);
      expect(await store.take(request({ ms: 61_000 }))).toMatchObject({ kind: 'taken' });
    });

    it('obeys a capacity that was lowered', async () => {
      const store = await create();
      await store.take(request({ capacity: 10 }));
      expect(await store.take(request({ capacity: 2 }))).toEqual({ kind: 'taken', remaining: 1 });
    });
  });
}

function request(given: Partial<Omit<QuotaRequest, 'at'>> & { readonly ms?: number }): QuotaRequest {
  const { ms = 0, ...rest } = given;
  return { bucket: 'runs', capacity: 4, refillMs: 4000, count: 1, ...rest, at: at(ms) };
}

function retryAfter(answer: QuotaAnswer): number {
  return answer.kind === 'exceeded' ? answer.retryAfterMs : Number.NaN;
}

function at(ms: number): Instant {
  return toInstant(Date.UTC(2021, 0, 4, 21) + ms);
}
